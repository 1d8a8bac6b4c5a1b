import { Command, CommanderError, Option } from 'commander';
import { BadInput, Refusal } from '../domain/fault.ts';

type Run = (...args: never[]) => Promise<number>;

/** Exit 3: the server, the database or the network failed. */
const WORLD_FAILED = 3;

/** Runs one command of `exigible`; answers with its exit code (contracts.md 1). Each command is loaded only when it is asked. */
export async function main(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const done = async (code: Promise<number>): Promise<void> => {
    exitCode = await code;
  };
  const program = build(done);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const sentence = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${sentence}\n`);
  if (error instanceof BadInput) return 2;
  return error instanceof Refusal ? 1 : WORLD_FAILED;
}

function build(done: (code: Promise<number>) => Promise<void>): Command {
  const program = new Command('exigible').description('Le recouvrement des factures impayées, jusqu’au tribunal').exitOverride();
  for (const command of fileCommands) addFileCommand(program, command, done);
  program
    .command('simulate')
    .description('La vie datée de factures sous un plan : rien ne part')
    .argument('<file>', 'fichier, ou - pour l’entrée standard')
    .option('--json', 'un document JSON sur la sortie standard', false)
    .option('--html', 'une page à envoyer à un collègue', false)
    .action(async (file: string, options) => done((await import('./simulate.ts')).run({ file, ...options })));
  addSystemCommands(program, done);
  addClientCommands(program, done);
  return program;
}

interface FileCommand {
  readonly name: string;
  readonly text: string;
  readonly load: () => Promise<{ run: Run }>;
}

/** Commands that need no server: one document in, one out. */
const fileCommands: readonly FileCommand[] = [
  { name: 'claim', text: 'Décompte de créance : principal, intérêts par tranche, indemnité', load: () => import('./claim.ts') },
  { name: 'deadlines', text: 'Délais : échéances, prescription, opposition, déclaration…', load: () => import('./deadlines.ts') },
  { name: 'routes', text: 'Voies de droit : faits pour, contre et à confirmer', load: () => import('./routes.ts') },
  { name: 'statement', text: 'Lire un relevé bancaire (camt.052/053/054, CFONB 120)', load: () => import('./statement.ts') },
  { name: 'match', text: 'Rapprocher des écritures bancaires et des factures', load: () => import('./match.ts') },
];

function addFileCommand(
  program: Command,
  { name, text, load }: FileCommand,
  done: (code: Promise<number>) => Promise<void>,
): void {
  program
    .command(name)
    .description(text)
    .argument('<file>', 'fichier, ou - pour l’entrée standard')
    .option('--json', 'un document JSON sur la sortie standard', false)
    .action(async (file: string, options: { json: boolean }) => {
      const { run } = (await load()) as { run: (args: { file: string; json: boolean }) => Promise<number> };
      await done(run({ file, json: options.json }));
    });
}

function addSystemCommands(program: Command, done: (code: Promise<number>) => Promise<void>): void {
  const ports = [
    new Option('--port <port>', 'port de l’API').env('EXIGIBLE_PORT'),
    new Option('--engine-port <port>', 'port du moteur Temporal').env('EXIGIBLE_ENGINE_PORT'),
    new Option('--ui-port <port>', 'port du Web UI de Temporal').env('EXIGIBLE_UI_PORT'),
  ];
  const start = program
    .command('start')
    .description('Le système, sur des données qui durent')
    .option('--data <folder>', 'dossier des données');
  const role = new Option('--role <role>', 'ce que fait ce processus')
    .choices(['all', 'api', 'worker', 'documents'])
    .default('all');
  for (const option of [...ports, role]) start.addOption(option);
  start.action(async (options) => done((await import('./start.ts')).run(options)));
  const demo = program
    .command('demo')
    .description('Huit factures vivent leur vie en moins de deux minutes')
    .option('--exit', 'finir quand tout est joué', false)
    .option('--resume <folder>', 'reprendre une démonstration interrompue');
  for (const option of ports) demo.addOption(option);
  demo.action(async (options) => done((await import('./demo.ts')).run(options)));
  program
    .command('doctor')
    .description('Ce qui est installé, joignable, configuré')
    .option('--json', 'un document JSON', false)
    .action(async (options: { json: boolean }) => done((await import('./doctor.ts')).run(options)));
}

function addClientCommands(program: Command, done: (code: Promise<number>) => Promise<void>): void {
  const json = ['--json', 'un document JSON sur la sortie standard', false] as const;
  program
    .command('cases')
    .description('Les dossiers')
    .option('--phase <phase>')
    .option('--hold <hold>')
    .option('--needs-human', 'seulement ceux qui attendent quelqu’un')
    .option(...json)
    .action(async (options) => done((await import('./cases.ts')).run(options)));
  program
    .command('case')
    .description('Un dossier et ce qui s’y est passé')
    .argument('<id>')
    .option(...json)
    .action(async (id, options) => done((await import('./case.ts')).run({ id, ...options })));
  program
    .command('act')
    .description('Un acte d’opérateur sur un dossier')
    .argument('<id>')
    .argument('<update>', 'approve, pause, recordPayment…')
    .argument('[json]', 'un objet JSON', '{}')
    .option(...json)
    .action(async (id, update, payload, options) => done((await import('./act.ts')).run({ id, update, payload, ...options })));
  addKeyCommands(program, done);
  addRateCommands(program, done);
  program
    .command('verify')
    .description('Recalculer la chaîne de preuves')
    .argument('[case]')
    .option(...json)
    .action(async (id, options) => done((await import('./verify.ts')).run({ ...(id === undefined ? {} : { id }), ...options })));
}

function addKeyCommands(program: Command, done: (code: Promise<number>) => Promise<void>): void {
  const json = ['--json', 'un document JSON sur la sortie standard', false] as const;
  const key = program.command('key').description('Clés de l’API');
  key
    .command('create')
    .description('Une clé pour un créancier et un rôle, montrée une seule fois')
    .requiredOption('--creditor <id>')
    .requiredOption('--role <role>', 'viewer, operator ou approver')
    .option(...json)
    .action(async (options) => done((await import('./key.ts')).create(options)));
  key
    .command('revoke')
    .description('Une clé qui ne vaut plus rien')
    .argument('<id>')
    .option(...json)
    .action(async (id, options) => done((await import('./key.ts')).revoke({ id, ...options })));
  program
    .command('secret')
    .description('Secrets des webhooks')
    .command('rotate')
    .description('Un nouveau secret ; l’ancien vaut encore un jour')
    .requiredOption('--creditor <id>')
    .requiredOption('--purpose <purpose>', 'billing ou bank')
    .option(...json)
    .action(async (options) => done((await import('./key.ts')).rotate(options)));
}

/** 265 basis points are 2,65 %; the rates themselves are invented. */
const RATES_EXAMPLE = `
Exemple, en points de base entiers (265 = 2,65 %), valeurs à lire à leur source :
{"semester":"2027-S1","centralBankBasisPoints":265,"legalProfessionalBasisPoints":280,"legalPrivateBasisPoints":690,
 "source":"arrêté du … ; BCE, taux au 1er janvier 2027","checkedOn":"2026-12-28"}`;

function addRateCommands(program: Command, done: (code: Promise<number>) => Promise<void>): void {
  const json = ['--json', 'un document JSON sur la sortie standard', false] as const;
  const rates = program.command('rates').description('Taux légaux par semestre, livrés et saisis');
  rates.option(...json).action(async (options) => done((await import('./rates.ts')).run(options)));
  rates
    .command('enter')
    .description('Saisir les taux d’un semestre ; les dossiers qui l’attendaient reprennent')
    .addHelpText('after', RATES_EXAMPLE)
    .argument('<file>', 'fichier, ou - pour l’entrée standard')
    .option(...json)
    .action(async (file: string, _options, command: Command) =>
      done((await import('./rates.ts')).enter({ file, ...command.optsWithGlobals<{ json: boolean }>() })),
    );
}
