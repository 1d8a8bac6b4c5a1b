import { type Command, Option } from 'commander';
import { type Done, json } from './command.ts';

/** What runs here: the system, the demonstration, the database, the machine. */
export function addSystemCommands(program: Command, done: Done): void {
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
    .description('Mettre à niveau la base que nomme DATABASE_URL, et rien d’autre')
    .action(async () => done((await import('../../run/migrate.ts')).run()));
  program
    .command('doctor')
    .description('Ce qui est installé, joignable, configuré')
    .option(...json)
    .action(async (options: { json: boolean }) => done((await import('../doctor.ts')).run(options)));
}
