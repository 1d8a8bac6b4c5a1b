import { type Command, Option } from 'commander';
import { debtorKinds } from '../../domain/plan/plan.ts';
import { type Done, json } from './command.ts';

const creditor = ['--creditor <id>', 'clé d’administration seulement'] as const;

/** What a credit controller does every day, and on the first one. */
export function addDailyCommands(program: Command, done: Done): void {
  program
    .command('enrol')
    .description('Reprendre les factures ouvertes d’une activité en cours ; aperçu d’abord, rien ne part')
    .argument('<file>', 'fichier CSV, ou - pour l’entrée standard')
    .requiredOption('--creditor <id>')
    .option('--plan <id>', 'plan des lignes qui n’en disent pas')
    .addOption(new Option('--type <type>', 'type des clients dont la ligne ne le dit pas').choices(debtorKinds))
    .option('--from <day>', 'premier jour d’envoi, AAAA-MM-JJ (le prochain jour ouvré)')
    .option('--per-day <count>', 'clients qui commencent chaque jour ouvré', '50')
    .option('--confirm', 'reprendre vraiment ; relancée, la commande ne reprend que ce qui manque', false)
    .option(...json)
    .action(async (file: string, options) => done((await import('../enrol.ts')).run({ file, ...options })));
  program
    .command('act')
    .description('Un acte d’opérateur sur un dossier')
    .argument('<dossier>', 'son identifiant, ou le numéro de sa facture')
    .argument('[update]', 'l’acte ; sans lui, la liste des actes, de ce qu’ils font, avec un exemple de chacun')
    .argument('[json]', 'un objet JSON', '{}')
    .option('--request-id <id>', 'redemandé sous le même nom, l’acte n’est fait qu’une fois')
    .option(...json)
    .action(async (id: string, update: string | undefined, payload: string, options) => {
      const { list, run } = await import('../act.ts');
      return done(update === undefined ? list(options) : run({ id, update, payload, ...options }));
    });
  addImportCommand(program, done);
  addMoneyCommands(program, done);
  program
    .command('tasks')
    .description('Ce qui attend quelqu’un, le plus urgent d’abord')
    .option('--kind <kind>', 'approval, call, route, bounce…')
    .option('--owner <owner>', 'operator, approver, ou le nom donné au litige')
    .option('--debtor <id>')
    .option('--creditor <id>', 'clé d’administration seulement')
    .option('--overdue', 'seulement ce qui est en retard')
    .option(...json)
    .action(async (options) => done((await import('../tasks.ts')).run(options)));
}

function addMoneyCommands(program: Command, done: Done): void {
  program
    .command('unmatched')
    .description('L’argent reçu qui n’a pas trouvé sa facture, et pourquoi')
    .option(...creditor)
    .option(...json)
    .action(async (options) => done((await import('../unmatched.ts')).run(options)));
  program
    .command('allocate')
    .description('Affecter une écriture à des factures')
    .argument('<entry>', 'la clé de l’écriture (exigible unmatched)')
    .argument('<shares...>', 'FACTURE=MONTANT, par exemple F2026-0412=1200,50')
    .option(...creditor)
    .option(...json)
    .action(async (entry: string, shares: string[], options) =>
      done((await import('../unmatched.ts')).allocate({ entry, shares, ...options })),
    );
  program
    .command('not-ours')
    .description('Dire qu’une écriture ne concerne aucune facture\u00a0: elle n’attend plus')
    .argument('<entry>', 'la clé de l’écriture (exigible unmatched)')
    .argument('<reason>', 'ce que c’est, par exemple «\u00a0remboursement de TVA\u00a0»')
    .option(...creditor)
    .option(...json)
    .action(async (entry: string, reason: string, options) =>
      done((await import('../unmatched.ts')).notOurs({ entry, reason, ...options })),
    );
  program
    .command('wait-again')
    .description('Remettre à rapprocher une écriture qui était hors factures')
    .argument('<entry>', 'la clé de l’écriture')
    .option(...creditor)
    .option(...json)
    .action(async (entry: string, options) => done((await import('../unmatched.ts')).waitAgain({ entry, ...options })));
}

function addImportCommand(program: Command, done: Done): void {
  const several = (account: string, accounts: readonly string[]) => [...accounts, account];
  const importing = program
    .command('import')
    .description(
      'Importer un relevé bancaire : chaque écriture compte une fois, chaque euro trouve sa facture ou attend quelqu’un',
    )
    .argument('<file>', 'fichier, ou - pour l’entrée standard')
    .option('--account <iban>', 'un compte à nous, encore inconnu du système (plusieurs fois au besoin)', several, [])
    .option(...creditor)
    .option(...json)
    .action(async (file: string, options) => done((await import('../import.ts')).run({ file, ...options })));
  importing
    .command('cancel')
    .argument('<import>', 'un import en cours, ou mis de côté')
    .option(...json)
    .description('Arrêter un import : ce qui est imputé le reste, le reste du fichier n’est pas lu')
    .action(async (importId: string, options: { json: boolean }) =>
      done((await import('../import.ts')).cancel(importId, options.json)),
    );
}
