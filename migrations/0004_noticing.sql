CREATE TABLE `unnoticed` (
	`user_id` text NOT NULL,
	`conversation` text NOT NULL,
	`scope` integer NOT NULL,
	`first_id` integer NOT NULL,
	`guild_id` text,
	`present` integer NOT NULL,
	`due_at` integer NOT NULL,
	PRIMARY KEY(`user_id`, `conversation`, `scope`)
);
--> statement-breakpoint
CREATE INDEX `unnoticed_due` ON `unnoticed` (`due_at`);--> statement-breakpoint
ALTER TABLE `people` ADD `noticing` integer DEFAULT true NOT NULL;