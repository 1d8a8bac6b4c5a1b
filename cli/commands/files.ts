import type { Command } from 'commander';
import { type Done, json } from './command.ts';

interface FileCommand {
  readonly name: string;
  readonly text: string;
  readonly load: () => Promise<{ run: (...args: never[]) => Promise<number> }>;
}

/** Commands that need no server: one document in, one out. */
const fileCommands: readonly FileCommand[] = [
  { name: 'claim', text: 'Décompte de créance : principal, intérêts par tranche, indemnité', load: () => import('../claim.ts') },
  {
    name: 'deadlines',
    text: 'Délais : échéances, prescription, opposition, déclaration…',
    load: () => import('../deadlines.ts'),
  },
  { name: 'routes', text: 'Voies de droit : faits pour, contre et à confirmer', load: () => import('../routes.ts') },
  { name: 'statement', text: 'Lire un relevé bancaire (camt.052/053/054, CFONB 120)', load: () => import('../statement.ts') },
  { name: 'match', text: 'Rapprocher des écritures bancaires et des factures', load: () => import('../match.ts') },
];

function addFileCommand(program: Command, { name, text, load }: FileCommand, done: Done): void {
  program
    .command(name)
    .description(text)
    .argument('<file>', 'fichier, ou - pour l’entrée standard')
    .option(...json)
    .action(async (file: string, options: { json: boolean }) => {
      const { run } = (await load()) as { run: (args: { file: string; json: boolean }) => Promise<number> };
      await done(run({ file, json: options.json }));
    });
}

/** Commands of one document in, one out. */
export function addFileCommands(program: Command, done: Done): void {
  for (const command of fileCommands) addFileCommand(program, command, done);
}
