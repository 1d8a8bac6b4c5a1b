import type { Command } from 'commander';
import { type Done, json } from './command.ts';

/** What is known of cases: reads. */
export function addCaseCommands(program: Command, done: Done): void {
  program
    .command('cases')
    .description('Les dossiers')
    .option('--phase <phase>')
    .option('--hold <hold>')
    .option('--creditor <id>', 'clé d’administration seulement')
    .option('--needs-human', 'seulement ceux qui attendent quelqu’un')
    .option(...json)
    .action(async (options) => done((await import('../cases.ts')).run(options)));
  program
    .command('case')
    .description('Un dossier et ce qui s’y est passé')
    .argument('<dossier>', 'son identifiant, ou le numéro de sa facture')
    .option('--with-plan <plan>', 'montrer ce que ce plan changerait (avant changePlan)')
    .option(...json)
    .action(async (id, options) => done((await import('../case.ts')).run({ id, ...options })));
}
