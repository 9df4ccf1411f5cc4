/** A D1 binding that tells of each round trip. Used by counted.ts. */

export interface Query {
  sql: string;
  params: unknown[];
}

type OnTrip = (queries: Query[]) => void;

/** What a wrapped statement really is; `batch` of the real binding takes only real ones. */
const real = new WeakMap<D1PreparedStatement, Query & { statement: D1PreparedStatement }>();

export function countD1(db: D1Database, onTrip: OnTrip): D1Database {
  return new Proxy(db, {
    get(target, name) {
      if (name === "prepare") return (sql: string) => countStatement(target.prepare(sql), { sql, params: [] }, onTrip);
      if (name === "batch") {
        return (statements: D1PreparedStatement[]) => {
          const known = statements.map((statement) => real.get(statement)).filter((entry) => entry !== undefined);
          onTrip(known.map(({ sql, params }) => ({ sql, params })));
          return target.batch(known.map(({ statement }) => statement));
        };
      }
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        onTrip([]);
        return value.apply(target, args);
      };
    },
  });
}

function countStatement(statement: D1PreparedStatement, query: Query, onTrip: OnTrip): D1PreparedStatement {
  const proxy = new Proxy(statement, {
    get(target, name) {
      if (name === "bind") return (...params: unknown[]) => countStatement(target.bind(...params), { sql: query.sql, params }, onTrip);
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        onTrip([query]);
        return value.apply(target, args);
      };
    },
  });
  real.set(proxy, { ...query, statement });
  return proxy;
}
