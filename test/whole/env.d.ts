// What tests find in `env` besides the Worker's own bindings.
declare namespace Cloudflare {
  interface Env {
    DB: D1Database;
    CHANNEL: DurableObjectNamespace<import("../../src/objects/channel-object.ts").ChannelObject>;
    TEST_MIGRATIONS: import("@cloudflare/vitest-plugin").D1Migration[];
  }
  interface GlobalProps {
    mainModule: typeof import("../../src/index.ts");
  }
}
