CREATE TABLE `claimed_slots` (
	`task` text NOT NULL,
	`slot` text NOT NULL,
	PRIMARY KEY(`task`, `slot`)
);
--> statement-breakpoint
CREATE TABLE `opt_outs` (
	`key` text PRIMARY KEY NOT NULL,
	`active` integer NOT NULL,
	`changed_at` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `people` (
	`id` text PRIMARY KEY NOT NULL,
	`noticed_at` integer,
	`noticed_by` text,
	`time_zone` text,
	`changed_at` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `servers` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text DEFAULT '' NOT NULL,
	`channels` text,
	`blocked` text,
	`paused` integer DEFAULT false NOT NULL,
	`chattiness` text DEFAULT 'silent' NOT NULL,
	`left_at` integer,
	`changed_at` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `budget_limits` (
	`scope` text PRIMARY KEY NOT NULL,
	`amount` integer NOT NULL,
	`changed_at` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `prompts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`scope` text NOT NULL,
	`text` text NOT NULL,
	`set_by` text NOT NULL,
	`set_at` integer NOT NULL,
	`change` text NOT NULL,
	`undone_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `prompts_change_unique` ON `prompts` (`change`);--> statement-breakpoint
CREATE INDEX `prompts_scope` ON `prompts` (`scope`,`id`);--> statement-breakpoint
ALTER TABLE `turns` ADD `quoted_user_id` text;