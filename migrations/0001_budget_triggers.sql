-- budget_usage is the ledger summed up by scope and day. Kept by triggers, so that a reserve or a settlement
-- that is repeated (a resumed job) changes nothing, and one row decides for all three scopes at once.
CREATE TRIGGER ledger_reserved AFTER INSERT ON ledger BEGIN
  INSERT INTO budget_usage (scope, day, amount)
  SELECT scope, NEW.day, NEW.amount
  FROM (SELECT NEW.user_scope AS scope UNION ALL SELECT NEW.server_scope UNION ALL SELECT 'global')
  WHERE scope IS NOT NULL
  ON CONFLICT (scope, day) DO UPDATE SET amount = amount + excluded.amount;
END;
--> statement-breakpoint
CREATE TRIGGER ledger_changed AFTER UPDATE OF amount ON ledger BEGIN
  UPDATE budget_usage SET amount = amount + NEW.amount - OLD.amount
  WHERE day = NEW.day AND scope IN (NEW.user_scope, NEW.server_scope, 'global');
END;
