// The network served by Mercurius with its JIT from objects in memory, linked
// once as a competent user would: every list that a question asks for is there
// before the question. The part of the schema that the bench asks about bears
// the product's own names, so that both answer the same documents.
//
//	node mercurius.js data.json
//
// It prints its host and port on a line, and ends on SIGTERM.
import { readFileSync } from "node:fs";
import Fastify from "fastify";
import mercurius from "mercurius";

const schema = `
  scalar RegionCode
  scalar CommuneCode
  type Query {
    regions: [Region!]!
    region(code: RegionCode!): Region
    departments: [Department!]!
    commune(code: CommuneCode!): Commune
    sites(first: Int): SiteConnection!
    communes(search: String!, first: Int): CommuneConnection!
    nearestSites(to: PlaceInput!, first: Int! = 5): [SiteDistance!]!
  }
  type SiteDistance { site: Site! }
  input PlaceInput { position: PositionInput }
  input PositionInput { latitude: Float! longitude: Float! }
  type Region { code: RegionCode! name: String! departments: [Department!]! }
  type Department {
    code: String!
    name: String!
    region: Region!
    communes(filter: CommuneFilter, first: Int): CommuneConnection!
    sites(first: Int): SiteConnection!
  }
  type Commune { code: CommuneCode! name: String! population: Int department: Department sites(first: Int): SiteConnection! }
  type Site { code: String! name: String! labelledOn: String! commune: Commune department: Department services: [Service!]! }
  type Service { code: String! name: String! }
  type CommuneConnection { nodes: [Commune!]! totalCount: Int! }
  type SiteConnection { nodes: [Site!]! totalCount: Int! }
  input CommuneFilter { hasSite: Boolean }
`;

const data = JSON.parse(readFileSync(process.argv[2], "utf8"));
const byCode = (rows) => new Map(rows.map((row) => [row.code, row]));
const regions = byCode(data.regions);
const departments = byCode(data.departments);
const communes = byCode(data.communes);
const services = byCode(data.services);
const sites = new Map(data.sites.map((site) => [site.id, site]));

for (const region of data.regions) region.departments = [];
for (const department of data.departments) {
  department.region = regions.get(department.region_code);
  department.region.departments.push(department);
  department.allCommunes = [];
  department.communesWithSite = [];
  department.allSites = [];
}
for (const commune of data.communes) {
  commune.department = departments.get(commune.department_code) ?? null;
  commune.department?.allCommunes.push(commune);
  if (commune.has_site) commune.department?.communesWithSite.push(commune);
  commune.allSites = [];
}
for (const site of data.sites) {
  site.labelledOn = site.labelled_on;
  site.commune = communes.get(site.commune_code) ?? null;
  site.commune?.allSites.push(site);
  site.department = departments.get(site.department_code) ?? null;
  site.department?.allSites.push(site);
  site.services = [];
}
for (const offer of data.site_services) sites.get(offer.site_id).services.push(services.get(offer.service_code));

// The names in order, to be cut out by halving; then the most peopled first.
const names = data.communes.toSorted((a, b) => (a.search_key < b.search_key ? -1 : 1));
const firstFrom = (key) => {
  let low = 0;
  for (let high = names.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (names[middle].search_key < key) low = middle + 1;
    else high = middle;
  }
  return low;
};
const mostPeopled = (a, b) => (b.population ?? -1) - (a.population ?? -1) || (a.code < b.code ? -1 : 1);
const search = (text) => {
  const key = text.toLowerCase().replace(/[^a-z0-9]/g, "");
  return names.slice(firstFrom(key), firstFrom(`${key}~`)).sort(mostPeopled);
};

// The sites as points on a globe, three coordinates each.
const onGlobe = (latitude, longitude) => {
  const [a, b] = [(latitude * Math.PI) / 180, (longitude * Math.PI) / 180];
  return [Math.cos(a) * Math.cos(b), Math.cos(a) * Math.sin(b), Math.sin(a)];
};
const placed = data.sites.filter((site) => site.latitude !== null);
const globe = Float64Array.from(placed.flatMap((site) => onGlobe(site.latitude, site.longitude)));
const nearest = ({ latitude, longitude }, first) => {
  const [x, y, z] = onGlobe(latitude, longitude);
  const best = [];
  for (let i = 0; i < placed.length; i++) {
    const closeness = x * globe[3 * i] + y * globe[3 * i + 1] + z * globe[3 * i + 2];
    if (best.length === first && closeness <= best[first - 1].closeness) continue;
    let at = best.length;
    while (at > 0 && best[at - 1].closeness < closeness) at--;
    best.splice(at, 0, { closeness, site: placed[i] });
    if (best.length > first) best.pop();
  }
  return best;
};

const page = (rows, { first = 20 }) => ({
  nodes: rows.length > first ? rows.slice(0, first) : rows,
  totalCount: rows.length,
});

const resolvers = {
  Query: {
    regions: () => data.regions,
    region: (_, { code }) => regions.get(code),
    departments: () => data.departments,
    commune: (_, { code }) => communes.get(code),
    sites: (_, args) => page(data.sites, args),
    communes: (_, args) => page(search(args.search), args),
    nearestSites: (_, { to, first }) => nearest(to.position, first),
  },
  Department: {
    communes: (department, args) => page(args.filter?.hasSite ? department.communesWithSite : department.allCommunes, args),
    sites: (department, args) => page(department.allSites, args),
  },
  Commune: { sites: (commune, args) => page(commune.allSites, args) },
};

const app = Fastify();
app.register(mercurius, { schema, resolvers, jit: 1 });
await app.listen({ host: "127.0.0.1", port: 0 });
console.log(`127.0.0.1:${app.server.address().port}`);
process.on("SIGTERM", () => process.exit(0));
