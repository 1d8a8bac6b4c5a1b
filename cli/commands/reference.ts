import type { Command } from 'commander';
import { type Done, json } from './command.ts';

/** What cases rest on: plans, keys and secrets, legal rates. */
export function addReferenceCommands(program: Command, done: Done): void {
  addCreditorCommands(program, done);
  addPlanCommands(program, done);
  addKeyCommands(program, done);
  addRateCommands(program, done);
  addAccountCommands(program, done);
  addProfileCommands(program, done);
}

function addPlanCommands(program: Command, done: Done): void {
  const plan = program.command('plan').description('Plans de relance (docs/plans.md)');
  plan
    .command('check')
    .description('Relire un plan sans serveur : chaque faute avec son chemin')
    .argument('<file>', 'fichier, ou - pour l’entrée standard')
    .option(...json)
    .action(async (file: string, options) => done((await import('../plan.ts')).check({ file, ...options })));
  plan
    .command('list')
    .description('Les plans, et combien de dossiers ouverts suivent chacun')
    .option('--creditor <id>', 'clé d’administration seulement')
    .option(...json)
    .action(async (options) => done((await import('../plan.ts')).list(options)));
  plan
    .command('load')
    .description('Charger une version d’un plan (clé d’approbateur)')
    .argument('<file>', 'fichier, ou - pour l’entrée standard')
    .option('--creditor <id>', 'clé d’administration seulement')
    .option(...json)
    .action(async (file: string, options) => done((await import('../plan.ts')).load({ file, ...options })));
}

function addCreditorCommands(program: Command, done: Done): void {
  program
    .command('creditor')
    .description('Créanciers')
    .command('init')
    .description('Créer un créancier en répondant à douze questions (clé d’administration) ; donne sa clé et un premier webhook')
    .option(...json)
    .action(async (options) => done((await import('../creditor.ts')).init(options)));
}

function addKeyCommands(program: Command, done: Done): void {
  const key = program.command('key').description('Clés de l’API');
  key
    .command('create')
    .description('Une clé pour un créancier et un rôle, montrée une seule fois')
    .requiredOption('--creditor <id>')
    .requiredOption('--role <role>', 'viewer, operator ou approver')
    .option('--name <name>', 'à quoi elle sert')
    .option('--expires <day>', 'jour (AAAA-MM-JJ, à Paris) ou instant à partir duquel elle n’ouvre plus rien')
    .option(...json)
    .action(async (options) => done((await import('../key.ts')).create(options)));
  key
    .command('list')
    .description('Les clés, sans ce qu’elles sont')
    .option(...json)
    .action(async (options) => done((await import('../key.ts')).list(options)));
  key
    .command('revoke')
    .description('Une clé qui ne vaut plus rien')
    .argument('<id>')
    .option(...json)
    .action(async (id, options) => done((await import('../key.ts')).revoke({ id, ...options })));
  program
    .command('secret')
    .description('Secrets des webhooks')
    .command('rotate')
    .description('Un nouveau secret ; l’ancien vaut encore un jour, ou les heures dites')
    .requiredOption('--creditor <id>')
    .requiredOption('--purpose <purpose>', 'billing, bank, qonto ou swan')
    .option('--grace <hours>', 'heures pendant lesquelles l’ancien vaut encore, de 0 à 24')
    .option(...json)
    .action(async (options) => done((await import('../key.ts')).rotate(options)));
}

/** 265 basis points are 2,65 %; the rates themselves are invented. */
const RATES_EXAMPLE = `
Exemple, en points de base entiers (265 = 2,65 %), valeurs à lire à leur source :
{"semester":"2027-S1","centralBankBasisPoints":265,"legalProfessionalBasisPoints":280,"legalPrivateBasisPoints":690,
 "source":"arrêté du … ; BCE, taux au 1er janvier 2027","checkedOn":"2026-12-28"}`;

function addRateCommands(program: Command, done: Done): void {
  const rates = program.command('rates').description('Taux légaux par semestre, livrés et saisis');
  rates.option(...json).action(async (options) => done((await import('../rates.ts')).run(options)));
  rates
    .command('enter')
    .description('Saisir les taux d’un semestre ; les dossiers qui l’attendaient reprennent')
    .addHelpText('after', RATES_EXAMPLE)
    .argument('<file>', 'fichier, ou - pour l’entrée standard')
    .option(...json)
    .action(async (file: string, _options, command: Command) =>
      done((await import('../rates.ts')).enter({ file, ...command.optsWithGlobals<{ json: boolean }>() })),
    );
}

function addAccountCommands(program: Command, done: Done): void {
  const creditor = ['--creditor <id>', 'clé d’administration seulement'] as const;
  const accounts = program
    .command('accounts')
    .description('Comptes bancaires du créancier, et les noms que les banques leur donnent');
  accounts
    .option(...creditor)
    .option(...json)
    .action(async (options) => done((await import('../accounts.ts')).run(options)));
  accounts
    .command('name')
    .description(
      'Dire de quel compte un nom est : la même somme dite sous les deux compte une fois, ce qui attendait est affecté',
    )
    .argument('<name>', 'identifiant d’un agrégateur, numéro, BIC et numéro…')
    .option('--of <account>', 'le compte connu dont c’est un autre nom ; sans cela, un compte à part')
    .option(...creditor)
    .option(...json)
    .action(async (name: string, _options, command: Command) =>
      done(
        (await import('../accounts.ts')).name({
          name,
          ...command.optsWithGlobals<{ of?: string; creditor?: string; json: boolean }>(),
        }),
      ),
    );
}

function addProfileCommands(program: Command, done: Done): void {
  const profile = program
    .command('profile')
    .description('Adresses et clés gardées sous un nom, pour qui sert plusieurs créanciers');
  profile
    .command('set')
    .description('Garder une adresse et une clé (lue sur l’entrée standard)')
    .argument('<name>')
    .option('--url <url>', 'adresse de l’API', 'http://127.0.0.1:3000')
    .option(...json)
    .action(async (name: string, options) => done((await import('../profiles.ts')).set({ name, ...options })));
  profile
    .command('list')
    .description('Les profils, sans leurs clés')
    .option(...json)
    .action(async (options) => done((await import('../profiles.ts')).list(options)));
}
