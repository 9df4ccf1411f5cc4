/** English texts about what the model may call while it answers. */
export const tools = {
  /** What is being done, by the tool's name; stands while it is at work. */
  doing: {
    current_time: "Looking at the clock",
    server_info: "Looking at the server",
    list_channels: "Looking through the channels",
    find_member: "Looking for a member",
    channel_history: "Reading messages",
    search_messages: "Searching messages",
    poll: "Making a poll",
    thread: "Starting a thread",
    event: "Planning an event",
    react: "Reacting",
    send_message: "Sending a message",
  } as Record<string, string>,
  /** Of several at once, and of what has no words of its own. */
  using: (names: string) => `Using ${names}`,
  /** In `/settings`, by the tool's name. */
  label: {
    current_time: "Time in any place",
    server_info: "About the server",
    list_channels: "List of channels",
    find_member: "Find members",
    channel_history: "Read channels",
    search_messages: "Search messages",
    poll: "Polls",
    thread: "Threads",
    event: "Events",
    react: "Reactions",
    send_message: "Send messages",
  } as Record<string, string>,
};
