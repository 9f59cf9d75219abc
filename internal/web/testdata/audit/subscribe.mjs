// Subscribes to the server whose URL is given, by the client of those who wrote the
// protocol, and prints a line when connected and one for each result, until there
// are no more.
import { createClient } from 'graphql-sse';

const client = createClient({ url: process.argv[2], retryAttempts: 0, on: { connected: () => console.log('connected') } });

for await (const result of client.iterate({ query: process.argv[3] })) {
  console.log(JSON.stringify(result));
}
