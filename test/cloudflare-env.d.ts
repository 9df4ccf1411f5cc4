/** What `env` of "cloudflare:workers" holds inside the tests that run in workerd: wrangler.toml's bindings and vitest.config.ts's. */
declare namespace Cloudflare {
  interface GlobalProps {
    mainModule: typeof import("../src/index.ts");
    durableNamespaces: "ChannelObject";
  }
  interface Env {
    DB: D1Database;
    CHANNEL: DurableObjectNamespace<import("../src/objects/channel-object.ts").ChannelObject>;
    FLOOD: RateLimit;
    TEST_MIGRATIONS: import("cloudflare:test").D1Migration[];
  }
}
