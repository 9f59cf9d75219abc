// Runs every audit of graphql-http against the server whose URL is given and
// prints one line for each: ok, warn, notice or error, its id, its name and why.
import { auditServer } from 'graphql-http';

for (const result of await auditServer({ url: process.argv[2] })) {
  console.log([result.status, result.id, result.name, result.reason ?? ''].join('\t'));
}
