import { Command, CommanderError } from 'commander';
import { BadInput, Refusal } from '../domain/fault.ts';
import { sentence } from '../domain/in-french.ts';
import { addCaseCommands } from './commands/cases.ts';
import type { Done } from './commands/command.ts';
import { addDailyCommands } from './commands/daily.ts';
import { addFileCommands } from './commands/files.ts';
import { addProofCommands } from './commands/proofs.ts';
import { addReferenceCommands } from './commands/reference.ts';
import { addOperationsCommands, addSystemCommands } from './commands/system.ts';
import { reportBadInput } from './io.ts';

/** Exit 3: the server, the database or the network failed. */
const WORLD_FAILED = 3;

/** Runs one command of `exigible`; answers with its exit code. Each command is loaded only when it is asked. */
export async function main(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const done: Done = async (code) => {
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
  if (error instanceof BadInput) return reportBadInput(error);
  process.stderr.write(`${sentence(error instanceof Error ? error.message : String(error))}\n`);
  return error instanceof Refusal ? 1 : WORLD_FAILED;
}

function build(done: Done): Command {
  const program = new Command('exigible')
    .description('Le recouvrement des factures impayées, jusqu’au tribunal')
    .option('--profile <name>', 'l’adresse et la clé gardées sous ce nom (exigible profile set\u00a0; EXIGIBLE_PROFILE)')
    .hook('preAction', async (_program, action) => {
      const { profile = process.env.EXIGIBLE_PROFILE } = action.optsWithGlobals<{ profile?: string }>();
      if (profile && action.parent?.name() !== 'profile') (await import('./profiles.ts')).useProfile(profile);
    })
    .exitOverride();
  addFileCommands(program, done);
  program
    .command('simulate')
    .description('La vie datée de factures sous un plan : rien ne part')
    .argument('[file]', 'fichier, ou - pour l’entrée standard\u00a0; avec --case, ce que l’on suppose\u00a0: {facts, until}')
    .option('--case <id>', 'la suite d’un dossier en cours, avec les autres factures ouvertes du client')
    .option('--preview', 'chaque message tel qu’il serait écrit', false)
    .option('--json', 'un document JSON sur la sortie standard', false)
    .option('--html', 'une page à envoyer à un collègue', false)
    .option('--engine', 'par le vrai workflow, sur le serveur de test de Temporal\u00a0: la même chronologie', false)
    .action(async (file: string | undefined, options) => done((await import('./simulate.ts')).run({ file, ...options })));
  addSystemCommands(program, done);
  addOperationsCommands(program, done);
  addCaseCommands(program, done);
  addProofCommands(program, done);
  addDailyCommands(program, done);
  addReferenceCommands(program, done);
  return program;
}
