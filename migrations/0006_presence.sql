CREATE TABLE `moods` (
	`guild_id` text NOT NULL,
	`name` text NOT NULL,
	`energy` real NOT NULL,
	`sociability` real NOT NULL,
	`impulsiveness` real NOT NULL,
	`curiosity` real NOT NULL,
	`words` text DEFAULT '' NOT NULL,
	`set_by` text NOT NULL,
	`changed_at` integer NOT NULL,
	PRIMARY KEY(`guild_id`, `name`)
);
--> statement-breakpoint
CREATE TABLE `watched_channels` (
	`channel_id` text PRIMARY KEY NOT NULL,
	`guild_id` text,
	`parent_id` text,
	`channel_name` text DEFAULT '' NOT NULL,
	`locale` text DEFAULT 'en-US' NOT NULL,
	`speaks` integer DEFAULT false NOT NULL,
	`listens` integer DEFAULT false NOT NULL,
	`mood` text,
	`rotation` text DEFAULT 'off' NOT NULL,
	`chattiness` text,
	`profile` text DEFAULT 'edgewise' NOT NULL,
	`quiet_from` integer,
	`quiet_to` integer,
	`daily_cap` integer,
	`topics` text DEFAULT '[]' NOT NULL,
	`webhook` integer DEFAULT true NOT NULL,
	`problem` text DEFAULT '' NOT NULL,
	`next_look_at` integer,
	`set_by` text DEFAULT '' NOT NULL,
	`changed_at` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX `watched_channels_due` ON `watched_channels` (`next_look_at`) WHERE next_look_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `watched_channels_guild` ON `watched_channels` (`guild_id`);--> statement-breakpoint
CREATE TABLE `notifications` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`text` text NOT NULL,
	`url` text DEFAULT '' NOT NULL,
	`state` text DEFAULT 'waiting' NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`taken_by` text DEFAULT '[]' NOT NULL,
	`problem` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL,
	`finished_at` integer
);
--> statement-breakpoint
CREATE INDEX `notifications_owner` ON `notifications` (`owner`,`created_at`);--> statement-breakpoint
CREATE INDEX `notifications_created` ON `notifications` (`created_at`);--> statement-breakpoint
CREATE TABLE `notify_targets` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`kind` text NOT NULL,
	`label` text NOT NULL,
	`user_id` text,
	`sealed` text,
	`enabled` integer DEFAULT true NOT NULL,
	`quiet_from` integer,
	`quiet_to` integer,
	`time_zone` text DEFAULT 'UTC' NOT NULL,
	`problem` text DEFAULT '' NOT NULL,
	`worked_at` integer,
	`set_by` text NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `notify_targets_owner` ON `notify_targets` (`owner`);--> statement-breakpoint
CREATE TABLE `reminders` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`guild_id` text,
	`channel_id` text NOT NULL,
	`direct` integer NOT NULL,
	`text` text NOT NULL,
	`about_message_id` text,
	`about_channel_id` text,
	`quoted_key` text,
	`due_at` integer NOT NULL,
	`send_at` integer NOT NULL,
	`cron` text,
	`time_zone` text NOT NULL,
	`locale` text DEFAULT 'en-US' NOT NULL,
	`state` text DEFAULT 'waiting' NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`message_id` text,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `reminders_person` ON `reminders` (`user_id`,`due_at`);--> statement-breakpoint
CREATE INDEX `reminders_due` ON `reminders` (`due_at`) WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX `reminders_guild` ON `reminders` (`guild_id`);--> statement-breakpoint
CREATE INDEX `reminders_quoted` ON `reminders` (`quoted_key`) WHERE quoted_key IS NOT NULL;--> statement-breakpoint
CREATE TABLE `schedule_runs` (
	`schedule_id` text NOT NULL,
	`slot` integer NOT NULL,
	`guild_id` text NOT NULL,
	`turn_id` text NOT NULL,
	`outcome` text DEFAULT 'running' NOT NULL,
	`problem` text DEFAULT '' NOT NULL,
	`skipped` integer DEFAULT 0 NOT NULL,
	`message_id` text,
	`cost_micro_usd` integer DEFAULT 0 NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	PRIMARY KEY(`schedule_id`, `slot`)
);
--> statement-breakpoint
CREATE INDEX `schedule_runs_started` ON `schedule_runs` (`started_at`);--> statement-breakpoint
CREATE TABLE `schedules` (
	`id` text PRIMARY KEY NOT NULL,
	`guild_id` text NOT NULL,
	`channel_id` text NOT NULL,
	`name` text NOT NULL,
	`cron` text NOT NULL,
	`time_zone` text NOT NULL,
	`words` text DEFAULT '' NOT NULL,
	`prompt` text NOT NULL,
	`output` text DEFAULT 'text' NOT NULL,
	`tools` integer DEFAULT true NOT NULL,
	`budget_micro_usd` integer,
	`locale` text DEFAULT 'en-US' NOT NULL,
	`paused` integer DEFAULT false NOT NULL,
	`failures` integer DEFAULT 0 NOT NULL,
	`problem` text DEFAULT '' NOT NULL,
	`next_at` integer,
	`set_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `schedules_due` ON `schedules` (`next_at`) WHERE paused = 0 AND next_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `schedules_guild` ON `schedules` (`guild_id`);--> statement-breakpoint
ALTER TABLE `servers` ADD `time_zone` text;