/** Feeds that are free to read without a key, by language; NEWS_FEEDS takes their place. */
export interface NamedFeed {
  name: string;
  address: string;
}

const ENGLISH: readonly NamedFeed[] = [
  { name: "BBC News", address: "https://feeds.bbci.co.uk/news/world/rss.xml" },
  { name: "The Guardian", address: "https://www.theguardian.com/world/rss" },
  { name: "NPR", address: "https://feeds.npr.org/1001/rss.xml" },
  { name: "Hacker News", address: "https://news.ycombinator.com/rss" },
];

const BY_LANGUAGE: Readonly<Record<string, readonly NamedFeed[]>> = {
  de: [
    { name: "Tagesschau", address: "https://www.tagesschau.de/infoservices/alle-meldungen-100~rss2.xml" },
    { name: "Deutschlandfunk", address: "https://www.deutschlandfunk.de/nachrichten-100.rss" },
    { name: "ZEIT ONLINE", address: "https://newsfeed.zeit.de/index" },
    { name: "heise online", address: "https://www.heise.de/rss/heise-atom.xml" },
  ],
  fr: [
    { name: "Le Monde", address: "https://www.lemonde.fr/rss/une.xml" },
    { name: "France 24", address: "https://www.france24.com/fr/rss" },
  ],
  es: [
    { name: "El País", address: "https://feeds.elpais.com/mrss-s/pages/ep/site/elpais.com/portada" },
    { name: "BBC Mundo", address: "https://feeds.bbci.co.uk/mundo/rss.xml" },
  ],
  pt: [{ name: "BBC Brasil", address: "https://feeds.bbci.co.uk/portuguese/rss.xml" }],
  it: [{ name: "ANSA", address: "https://www.ansa.it/sito/ansait_rss.xml" }],
};

export function defaultFeeds(locale: string): readonly NamedFeed[] {
  const language = locale.split("-")[0]?.toLowerCase() ?? "";
  return (Object.hasOwn(BY_LANGUAGE, language) ? BY_LANGUAGE[language] : undefined) ?? ENGLISH;
}
