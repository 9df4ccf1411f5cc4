/** English texts about what the model may call while it answers. */
export const tools = {
  /** What is being done, by the tool's name; stands while it is at work. */
  doing: {
    current_time: "Looking at the clock",
    web_search: "Searching the web",
    read_page: "Reading a page",
    wikipedia: "Looking into Wikipedia",
    news: "Reading the news",
    weather: "Looking at the weather",
    reddit: "Looking at Reddit",
  } as Record<string, string>,
  /** Of several at once, and of what has no words of its own. */
  using: (names: string) => `Using ${names}`,
  /** In `/settings`, by the tool's name. */
  label: {
    current_time: "Time in any place",
    web_search: "Search the web",
    read_page: "Read web pages",
    wikipedia: "Look into Wikipedia",
    news: "News",
    weather: "Weather",
    reddit: "Posts on Reddit",
  } as Record<string, string>,
};
