/** English texts about what the model may call while it answers. */
export const tools = {
  /** What is being done, by the tool's name; stands while it is at work. */
  doing: {
    current_time: "Looking at the clock",
    generate_image: "Painting a picture",
  } as Record<string, string>,
  /** Of several at once, and of what has no words of its own. */
  using: (names: string) => `Using ${names}`,
  /** In `/settings`, by the tool's name. */
  label: {
    current_time: "Time in any place",
    generate_image: "Making a picture",
  } as Record<string, string>,
};
