/** The house's import rules, as docs and CONTRIBUTING tell them: data flows one way, and the folders are the way. */

const DOCUMENTS = '-(document|schema|input)\\.ts$';
const ROOT_FILES = '^[^/]+\\.(ts|mjs)$';

/** A folder may import itself, packages, Node, and the own folders named here; everything else of ours is refused. */
const houses = [
  { folder: 'templates', may: ['domain'] },
  { folder: 'db', may: ['domain'] },
  { folder: 'bank', may: ['domain', 'db'] },
  { folder: 'cases', may: ['domain', 'db'] },
  { folder: 'words', may: ['domain', 'templates', 'db', 'cases'] },
  { folder: 'activities', may: ['domain', 'templates', 'db', 'bank', 'cases', 'words'] },
  { folder: 'api', may: ['domain', 'db', 'bank', 'cases', 'workflows'] },
  { folder: 'providers', may: ['domain', 'db', 'bank', 'activities/ports', 'api'] },
  { folder: 'web', may: ['api/client', 'api/contract', 'api/debtor', 'domain', 'templates'] },
  { folder: 'cli', may: ['domain', 'api/client', 'providers/outbox/reports', 'run/', ROOT_FILES.slice(1), 'setup', 'demo/play'] },
  { folder: 'demo', may: ['domain', 'api/client'] },
  { folder: 'setup', may: [] },
];

const houseRules = houses.map(({ folder, may }) => ({
  name: `${folder}-stays-in-its-house`,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: {
    dependencyTypesNot: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'],
    pathNot: [`^${folder}/`, ...may.map((path) => `^${path}`)],
  },
}));

const purityRules = [
  {
    name: 'domain-is-pure',
    comment: 'Itself and temporal-polyfill; no Node built-in. Documents are read with zod, saxes and ibantools.',
    severity: 'error',
    from: { path: '^domain/' },
    to: { pathNot: ['^domain/', '/temporal-polyfill/', '/zod/', '/saxes/', '/ibantools/'] },
  },
  {
    name: 'zod-only-where-documents-are-parsed',
    severity: 'error',
    from: { path: '^domain/', pathNot: DOCUMENTS },
    to: { path: '/(zod|ibantools)/' },
  },
  {
    name: 'saxes-only-where-bank-files-are-read',
    severity: 'error',
    from: { path: '^domain/', pathNot: '^domain/statement/' },
    to: { path: '/saxes/' },
  },
  {
    name: 'workflows-reach-domain-and-engine-only',
    severity: 'error',
    from: { path: '^workflows/' },
    to: { pathNot: ['^workflows/', '^domain/', '^cases/', '^activities/', '^words/message', '/@temporalio/(workflow|common)/'] },
  },
  {
    name: 'workflows-decide-nothing',
    comment:
      'Activities, cases and the domain are types to a workflow: its commands follow from recorded answers. Words for the screen are spared.',
    severity: 'error',
    from: { path: '^workflows/' },
    to: { path: '^(activities|cases|domain)/', pathNot: '^domain/(case/acts|money)/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'workflow-bundle-parses-no-document',
    comment: 'zod stays out of the bundle: what a workflow runs takes types of a document, never its parser.',
    severity: 'error',
    from: { path: '^(workflows|domain/case)/', pathNot: DOCUMENTS },
    to: { path: `^domain/.*${DOCUMENTS}`, dependencyTypesNot: ['type-only'] },
  },
];

const heavyRules = [
  {
    name: 'api-knows-workflows-by-their-messages',
    severity: 'error',
    from: { path: '^api/' },
    to: { path: '^workflows/', pathNot: '^workflows/(messages|attributes)', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'queries-stand-in-db',
    comment: 'Whoever else needs rows asks a function of db/; a rehearsal sets the stage of a test.',
    severity: 'error',
    from: { pathNot: ['^(db|rehearsal|test|bench|storm)/', '\\.config\\.ts$'] },
    to: { path: '/drizzle-orm/' },
  },
  {
    name: 'command-line-starts-light',
    comment: 'Pure commands answer at once: engine, browser and database come through the lazily imported wiring.',
    severity: 'error',
    from: { path: '^(cli|demo)/' },
    to: { path: '/(@temporalio|puppeteer|pg|drizzle-orm|@electric-sql)/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'set-up-needs-no-package',
    severity: 'error',
    from: { path: '^(setup/|setup\\.mjs)' },
    to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer'] },
  },
  {
    name: 'product-needs-no-dev-dependency',
    severity: 'error',
    from: { pathNot: ['^(test|bench|storm)/', '\\.config\\.ts$'] },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
];

const shapeRules = [
  { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
  { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
  {
    name: 'product-imports-no-test',
    severity: 'error',
    from: { pathNot: ['^(test|bench|storm)/', '^vitest\\..*config\\.ts$'] },
    to: { path: '^(test|bench|storm)/' },
  },
];

module.exports = {
  forbidden: [...purityRules, ...houseRules, ...heavyRules, ...shapeRules],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/|^web/[^/]+/assets/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
