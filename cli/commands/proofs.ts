import { type Command, Option } from 'commander';
import { tones } from '../../domain/plan/plan.ts';
import { type Done, json } from './command.ts';

/** What a case sends and what proves it: evidence, messages to look at, files to hand over. */
export function addProofCommands(program: Command, done: Done): void {
  program
    .command('verify')
    .description('Recalculer la chaîne de preuves')
    .argument('[case]')
    .option('--documents', 'et l’empreinte de chaque message et document cité', false)
    .option('--heads', 'toutes les têtes signées, recalculées sur toutes les preuves (clé d’administration)', false)
    .option(...json)
    .action(async (id, options) => done((await import('../verify.ts')).run({ ...(id === undefined ? {} : { id }), ...options })));
  addPersonCommands(program, done);
  program
    .command('preview')
    .description('Voir un message tel qu’il partirait ; sans modèle, la liste des modèles')
    .argument('[template]')
    .option('--case <id>', 'pour ce dossier, avec ses chiffres du jour')
    .option('--sample <kind>', 'pour un débiteur inventé : business, consumer ou public', 'business')
    .addOption(new Option('--tone <tone>').choices(tones))
    .addOption(new Option('--channel <channel>').choices(['email', 'sms', 'letter']))
    .option('--html <file>', 'écrire la page')
    .option('--pdf <file>', 'écrire la lettre')
    .option('--text', 'le texte seul', false)
    .option(...json)
    .action(async (template: string | undefined, options) =>
      done((await import('../preview.ts')).run({ ...(template === undefined ? {} : { template }), ...options })),
    );
  program
    .command('export')
    .description('Tout un dossier, à remettre : il se vérifie sans ce logiciel')
    .argument('<case>')
    .option('--out <path>', 'nouveau dossier, ou fichier .zip')
    .option('--court', 'le dossier remis et les pièces de son bordereau, numérotées', false)
    .option(...json)
    .action(async (id: string, options) => done((await import('../export.ts')).run({ id, ...options })));
}

function addPersonCommands(program: Command, done: Done): void {
  const person = program.command('person').description('Ce que l’on sait d’une personne\u00a0: le lui donner, l’effacer');
  const creditor = ['--creditor <id>', 'son créancier, quand la clé n’est celle d’aucun'] as const;
  person
    .command('export')
    .argument('<debtor>')
    .option('--out <file>', 'un nouveau fichier .zip')
    .option(...creditor)
    .option(...json)
    .description('Tout ce qui est connu d’un débiteur, en JSON et fichiers (RGPD art. 15)')
    .action(async (id: string, options) => done((await import('../person.ts')).exportPerson({ id, ...options })));
  person
    .command('erase')
    .argument('<debtor>')
    .option(...creditor)
    .option(...json)
    .description('Effacer l’identité d’un débiteur dont aucun dossier n’est ouvert (clé d’administration)')
    .action(async (id: string, options) => done((await import('../person.ts')).erasePerson({ id, ...options })));
  person
    .command('close-links')
    .argument('<debtor>')
    .option(...creditor)
    .option(...json)
    .description('Fermer tous les liens vers sa page\u00a0: ceux des messages déjà partis n’ouvrent plus rien')
    .action(async (id: string, options) => done((await import('../person.ts')).closeLinks({ id, ...options })));
}
