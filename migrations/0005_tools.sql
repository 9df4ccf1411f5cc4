CREATE TABLE `mcp_servers` (
	`id` text PRIMARY KEY NOT NULL,
	`guild_id` text NOT NULL,
	`name` text NOT NULL,
	`address` text NOT NULL,
	`sealed_headers` text,
	`enabled` integer DEFAULT true NOT NULL,
	`tools` text DEFAULT '[]' NOT NULL,
	`listed_at` integer,
	`problem` text DEFAULT '' NOT NULL,
	`set_by` text NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `mcp_servers_guild` ON `mcp_servers` (`guild_id`);--> statement-breakpoint
CREATE TABLE `pending_calls` (
	`turn_id` text PRIMARY KEY NOT NULL,
	`guild_id` text,
	`channel_id` text NOT NULL,
	`user_id` text NOT NULL,
	`people` text DEFAULT '[]' NOT NULL,
	`state` text NOT NULL,
	`decided_by` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `pending_calls_created` ON `pending_calls` (`created_at`);--> statement-breakpoint
CREATE INDEX `pending_calls_user` ON `pending_calls` (`user_id`);--> statement-breakpoint
CREATE TABLE `tool_rules` (
	`guild_id` text NOT NULL,
	`tool` text NOT NULL,
	`enabled` integer,
	`approval` integer,
	`roles` text,
	`set_by` text NOT NULL,
	`changed_at` integer NOT NULL,
	PRIMARY KEY(`guild_id`, `tool`)
);--> statement-breakpoint
-- What was under way when somebody had themselves erased, or is read again later, does not write them back.
CREATE TRIGGER pending_calls_of_the_erased BEFORE INSERT ON pending_calls
WHEN EXISTS (SELECT 1 FROM json_each(NEW.people) p JOIN erasures e ON e.key = p.value WHERE e.at >= NEW.created_at) BEGIN
  SELECT RAISE(IGNORE);
END;--> statement-breakpoint
-- Whatever deletes a turn (retention, erasure, a server that was left) deletes what waits in it.
CREATE TRIGGER pending_calls_of_no_turn AFTER DELETE ON turns BEGIN
  DELETE FROM pending_calls WHERE turn_id = OLD.id;
END;
