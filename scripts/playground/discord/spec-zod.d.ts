/** Types for the generated schemas, which ship as plain JavaScript. Only what the stand-in uses; imported by `schemas.ts` by name. */
declare module "discord-api-spec/zod" {
  export interface SpecIssue {
    code: string;
    path: (string | number)[];
    message: string;
    input?: unknown;
    minimum?: number;
    maximum?: number;
    values?: unknown[];
    expected?: string;
    /** One list per branch of a union. */
    errors?: SpecIssue[][];
  }
  export interface SpecSchema {
    safeParse(value: unknown): { success: true; data: unknown } | { success: false; error: { issues: SpecIssue[] } };
  }
  export const MessageCreateRequestSchema: SpecSchema;
  export const MessageEditRequestPartialSchema: SpecSchema;
  export const IncomingWebhookInteractionRequestSchema: SpecSchema;
  export const IncomingWebhookRequestPartialSchema: SpecSchema;
  export const IncomingWebhookUpdateRequestPartialSchema: SpecSchema;
  export const CreateMessageInteractionCallbackRequestSchema: SpecSchema;
  export const UpdateMessageInteractionCallbackRequestSchema: SpecSchema;
  export const ApplicationCommandAutocompleteCallbackRequestSchema: SpecSchema;
  export const ModalInteractionCallbackRequestSchema: SpecSchema;
  export const PongInteractionCallbackRequestSchema: SpecSchema;
  export const ApplicationCommandCreateRequestSchema: SpecSchema;
  export const ApplicationCommandUpdateRequestSchema: SpecSchema;
  export const ApplicationCommandPatchRequestPartialSchema: SpecSchema;
  export const ApplicationFormPartialSchema: SpecSchema;
  export const CreatePrivateChannelRequestSchema: SpecSchema;
  export const MessageResponseSchema: SpecSchema;
  export const UserResponseSchema: SpecSchema;
  export const GuildMemberResponseSchema: SpecSchema;
  export const GuildChannelResponseSchema: SpecSchema;
  export const ThreadResponseSchema: SpecSchema;
  export const PrivateChannelResponseSchema: SpecSchema;
  export const GuildRoleResponseSchema: SpecSchema;
  export const GuildWithCountsResponseSchema: SpecSchema;
  export const ApplicationCommandResponseSchema: SpecSchema;
  export const InteractionCallbackResponseSchema: SpecSchema;
  export const PrivateApplicationResponseSchema: SpecSchema;
  export const MyGuildResponseSchema: SpecSchema;
  export const BaseCreateMessageCreateRequestSchema: SpecSchema;
  export const CreateForumThreadRequestSchema: SpecSchema;
  export const CreateTextThreadWithMessageRequestSchema: SpecSchema;
  export const CreateTextThreadWithoutMessageRequestSchema: SpecSchema;
  export const CreatedThreadResponseSchema: SpecSchema;
  export const PrivateGuildMemberResponseSchema: SpecSchema;
  export const EmojiResponseSchema: SpecSchema;
  export const ExternalScheduledEventCreateRequestSchema: SpecSchema;
  export const ExternalScheduledEventResponseSchema: SpecSchema;
  export const GuildSearchResponseSchema: SpecSchema;
  export const SearchIndexNotReadyResponseSchema: SpecSchema;
  export const ThreadsResponseSchema: SpecSchema;
}
