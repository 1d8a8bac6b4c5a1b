import { type Command, Option } from 'commander';
import { refuse } from '../../domain/fault.ts';
import { type Done, json } from './command.ts';

/** What runs here: the system, the demonstration, the database, the machine. */
export function addSystemCommands(program: Command, done: Done): void {
  const ports = [
    new Option('--port <port>', 'port de l’API').env('EXIGIBLE_PORT'),
    new Option('--engine-port <port>', 'port du moteur Temporal').env('EXIGIBLE_ENGINE_PORT'),
    new Option('--ui-port <port>', 'port de l’écran de Temporal').env('EXIGIBLE_UI_PORT'),
  ];
  const start = program
    .command('start')
    .description('Le système, sur des données qui durent')
    .option('--data <folder>', 'dossier des données');
  const role = new Option('--role <role>', 'ce que fait ce processus')
    .choices(['all', 'api', 'worker', 'documents'])
    .default('all');
  for (const option of [...ports, role]) start.addOption(option);
  start.action(async (options) => done((await import('../start.ts')).run(options)));
  const demo = program
    .command('demo')
    .description('Onze factures vivent leur vie en moins de deux minutes')
    .option('--exit', 'finir quand tout est joué', false)
    .option('--resume <folder>', 'reprendre une démonstration interrompue');
  for (const option of ports) demo.addOption(option);
  demo.action(async (options) => done((await import('../demo.ts')).run(options)));
  program
    .command('migrate')
    .description('Mettre à niveau la base que nomme DATABASE_URL, et réveiller les dossiers dont la suite est avancée')
    .option('--dry-run', 'dire lesquels, sans rien changer', false)
    .action(async (options: { dryRun: boolean }) => done((await import('../../run/migrate.ts')).run(options)));
  program
    .command('doctor')
    .description('Ce qui est installé, joignable, configuré')
    .option(...json)
    .action(async (options: { json: boolean }) => done((await import('../doctor.ts')).run(options)));
}

/** What keeps an installation going: what does not move, cases begun anew from their rows, and the stop of everything that leaves. */
export function addOperationsCommands(program: Command, done: Done): void {
  addStuckCommands(program, done);
  addStopCommands(program, done);
  addBackupCommands(program, done);
}

function addStuckCommands(program: Command, done: Done): void {
  program
    .command('stuck')
    .description('Ce qui n’avance pas, depuis quand, et la commande qui y remédie (clé d’administration)')
    .option(...json)
    .action(async (options: { json: boolean }) => done((await import('../stuck.ts')).run(options)));
  program
    .command('set-aside')
    .argument('[number]', 'une ligne de la liste')
    .option('--retry', 'la relancer', false)
    .option('--drop', 'l’écarter : ce qu’elle disait est saisi, ou ne dit rien', false)
    .option(...json)
    .description('Les informations reçues qui n’ont pas pu être prises en compte (clé d’administration)')
    .action(async (number: string | undefined, options: { retry: boolean; drop: boolean; json: boolean }) =>
      done((await import('../set-aside.ts')).run(number, options)),
    );
  program
    .command('restart')
    .argument('[case]', 'un dossier')
    .option('--all', 'tous les dossiers ouverts', false)
    .description('Relancer les dossiers ouverts depuis la base : moteur perdu, déplacé ou restauré')
    .action(async (caseId: string | undefined, { all }: { all: boolean }) =>
      done((await import('../operations.ts')).restart(oneOrAll('case', caseId, all))),
    );
}

function addBackupCommands(program: Command, done: Done): void {
  program
    .command('backup')
    .argument('<folder>', 'un dossier vide')
    .description('Sauvegarder la base, le moteur embarqué et les documents, pendant que tout tourne')
    .action(async (folder: string) => done((await import('../backup.ts')).backup(folder)));
  program
    .command('restore')
    .argument('<folder>', 'une sauvegarde')
    .description(
      'Remplir une base et un dossier vides\u00a0: les dossiers reprennent de leurs lignes, rien ne part avant « release --all »',
    )
    .action(async (folder: string) => done((await import('../backup.ts')).restore(folder)));
}

function addStopCommands(program: Command, done: Done): void {
  program
    .command('hold')
    .argument('[creditor]', 'un créancier')
    .option('--all', 'tous les créanciers', false)
    .option('--reason <text>', 'ce que les dossiers en disent', 'arrêt demandé')
    .description('Ne plus rien laisser partir, jusqu’à « release »')
    .action(async (creditor: string | undefined, { all, reason }: { all: boolean; reason: string }) =>
      done((await import('../operations.ts')).hold(oneOrAll('creditor', creditor, all), reason)),
    );
  program
    .command('release')
    .argument('[creditor]', 'un créancier')
    .option('--all', 'tous les créanciers', false)
    .description('Laisser repartir ce que « hold » a arrêté')
    .action(async (creditor: string | undefined, { all }: { all: boolean }) =>
      done((await import('../operations.ts')).release(oneOrAll('creditor', creditor, all))),
    );
}

/** The one that is named, or undefined for all of them; never all by mistake. */
function oneOrAll(what: string, named: string | undefined, all: boolean): string | undefined {
  if ((named === undefined) !== all) refuse(what, 'missing, expected one, or --all');
  return named;
}
