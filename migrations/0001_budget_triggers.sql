-- budget_usage is the ledger summed up by scope and day. Kept by triggers, so that a reserve or a settlement
-- that is repeated (a resumed job) changes nothing, and one row decides for all three scopes at once.
CREATE TRIGGER ledger_reserved AFTER INSERT ON ledger BEGIN
  INSERT INTO budget_usage (scope, day, amount)
  SELECT column1, NEW.day, NEW.amount FROM (VALUES (NEW.user_scope), (NEW.server_scope), ('global')) WHERE column1 IS NOT NULL
  ON CONFLICT (scope, day) DO UPDATE SET amount = amount + excluded.amount;
END;
--> statement-breakpoint
CREATE TRIGGER ledger_changed AFTER UPDATE OF amount ON ledger BEGIN
  UPDATE budget_usage SET amount = amount + NEW.amount - OLD.amount
  WHERE day = NEW.day AND scope IN (NEW.user_scope, NEW.server_scope, 'global');
END;
