CREATE TABLE `webhook_events` (
	`id` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`received_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `webhook_events_received` ON `webhook_events` (`received_at`);--> statement-breakpoint
CREATE TABLE `budget_usage` (
	`scope` text NOT NULL,
	`day` text NOT NULL,
	`amount` integer NOT NULL,
	PRIMARY KEY(`scope`, `day`)
);
--> statement-breakpoint
CREATE TABLE `ledger` (
	`turn_id` text PRIMARY KEY NOT NULL,
	`day` text NOT NULL,
	`user_scope` text NOT NULL,
	`server_scope` text,
	`amount` integer NOT NULL,
	`settled` integer DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE INDEX `ledger_day` ON `ledger` (`day`);--> statement-breakpoint
CREATE TABLE `conversations` (
	`key` text PRIMARY KEY NOT NULL,
	`started_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `messages` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`turn_id` text NOT NULL,
	`conversation` text NOT NULL,
	`guild_id` text,
	`channel_id` text NOT NULL,
	`user_id` text NOT NULL,
	`role` text NOT NULL,
	`name` text NOT NULL,
	`content` text NOT NULL,
	`private` integer NOT NULL,
	`superseded` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `messages_turn_role` ON `messages` (`turn_id`,`role`);--> statement-breakpoint
CREATE INDEX `messages_conversation` ON `messages` (`conversation`,`created_at`);--> statement-breakpoint
CREATE INDEX `messages_created` ON `messages` (`created_at`);--> statement-breakpoint
CREATE TABLE `model_counts` (
	`model` text PRIMARY KEY NOT NULL,
	`bytes_per_token` real NOT NULL,
	`window` integer,
	`window_seen_at` integer
);
--> statement-breakpoint
CREATE TABLE `turns` (
	`id` text PRIMARY KEY NOT NULL,
	`parent_id` text,
	`trigger` text NOT NULL,
	`guild_id` text,
	`channel_id` text NOT NULL,
	`user_id` text NOT NULL,
	`conversation` text NOT NULL,
	`private` integer NOT NULL,
	`input` text NOT NULL,
	`outcome` text NOT NULL,
	`reason` text,
	`answer` text NOT NULL,
	`model` text,
	`input_tokens` integer NOT NULL,
	`cached_input_tokens` integer NOT NULL,
	`output_tokens` integer NOT NULL,
	`cost_micro_usd` integer NOT NULL,
	`explanation` text NOT NULL,
	`message_ids` text NOT NULL,
	`created_at` integer NOT NULL,
	`finished_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `turns_person` ON `turns` (`user_id`,`channel_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `turns_created` ON `turns` (`created_at`);