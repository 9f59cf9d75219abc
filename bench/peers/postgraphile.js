// The network served by PostGraphile from PostgreSQL, as its documentation has
// it run in production.
//
//	node postgraphile.js postgres://… SCHEMA
//
// It prints its host and port on a line, and ends on SIGTERM.
import { createServer } from "node:http";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";

const [address, schema] = process.argv.slice(2);

// Compiling a query that takes milliseconds costs more than it gains.
const connectionString = `${address}${address.includes("?") ? "&" : "?"}options=${encodeURIComponent("-c jit=off")}`;

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ connectionString, schemas: [schema] })],
  grafserv: { watch: false, graphiql: false },
  grafast: { explain: false },
});
const server = createServer();
await instance.createServ(grafserv).addTo(server);
server.listen(0, "127.0.0.1", () => console.log(`127.0.0.1:${server.address().port}`));
process.on("SIGTERM", () => process.exit(0));
