/** One way in that was tried: what a stranger does, and the tests that do it, by file and the beginning of their names. */
export interface Attack {
  readonly door: string;
  readonly what: string;
  readonly file: string;
  readonly named: RegExp;
}

const [engine, codec, tls] = ['test/system/ui-door.test.ts', 'test/system/codec.test.ts', 'test/system/engine-tls.test.ts'];
const [keys, people, passkeys] = ['test/api/keys.test.ts', 'test/api/people.test.ts', 'test/api/passkeys.test.ts'];
const [reports, role, compose] = [
  'test/api/outbox-reports.test.ts',
  'test/db/application-role.test.ts',
  'test/system/compose.test.ts',
];
const gate = 'test/activities/gate.test.ts';
const person = 'test/api/person.test.ts';
const [bounds, reading, imports] = [
  'test/domain/statement/bounds.test.ts',
  'test/activities/reading.test.ts',
  'test/api/bad-imports.test.ts',
];
const [heads, witnesses, verifier] = [
  'test/db/evidence-heads.test.ts',
  'test/system/witnesses.test.ts',
  'test/api/export/verifier.test.ts',
];

/** Every attack of docs/security.md, by the door that it comes to. */
export const attacks: readonly Attack[] = [
  {
    door: 'moteur',
    what: 'page d’un autre site, ou qui se fait passer pour cette machine',
    file: engine,
    named: /reads nothing/,
  },
  {
    door: 'moteur',
    what: 'annuler, terminer, rejouer, signaler, démarrer par l’écran',
    file: engine,
    named: /is refused with a sentence/,
  },
  { door: 'moteur', what: 'l’API HTTP du moteur', file: engine, named: /HTTP API of the engine answers nobody/ },
  { door: 'moteur', what: 'historique lu, ou changé d’un bit, sans la clé', file: codec, named: /without the key|shows nothing/ },
  { door: 'moteur', what: 'certificat d’une autre autorité, ou aucun', file: tls, named: /nobody is/ },
  { door: 'clés', what: 'clé expirée ou révoquée', file: keys, named: /open nothing after|end at once/ },
  { door: 'clés', what: 'clés essayées l’une après l’autre', file: keys, named: /guessed slowly/ },
  { door: 'clés', what: 'secrets lus dans une copie de la base, ou recopiés', file: keys, named: /lie sealed|copied to another/ },
  { door: 'clés', what: 'une source d’argent parle du compte d’une autre', file: keys, named: /speaks of its accounts alone/ },
  { door: 'personnes', what: 'requête d’un autre site au nom d’une session', file: people, named: /nothing is done/ },
  { door: 'personnes', what: 'lien d’entrée ou session pris dans la base', file: people, named: /only the digest/ },
  { door: 'personnes', what: 'acte au-delà de son rôle ou de ses créanciers', file: people, named: /is what his role/ },
  { door: 'personnes', what: 'réponse d’appareil rejouée, appareil exclu', file: passkeys, named: /a second time|open nothing/ },
  {
    door: 'rapports',
    what: 'accusé signé d’ailleurs, ou sur l’envoi d’un autre',
    file: reports,
    named: /is refused|says nothing/,
  },
  {
    door: 'fichiers',
    what: 'relevé piégé\u00a0: entités, profondeur, balise ou texte sans fin',
    file: bounds,
    named: /a bomb is refused/,
  },
  { door: 'fichiers', what: 'relevé qui épuise la mémoire ou le temps de son lecteur', file: reading, named: /ends its reader/ },
  { door: 'fichiers', what: 'relevé qui échoue sans cesse et retient les autres', file: imports, named: /holds nobody/ },
  { door: 'base', what: 'preuve changée ou effacée sous le rôle du produit', file: role, named: /./ },
  {
    door: 'déploiement',
    what: 'écran modifiable, secret ou capacité de trop',
    file: compose,
    named: /read-only|own secrets|no secret|locked/,
  },
  { door: 'preuves', what: 'chaîne refaite par le maître de la base', file: heads, named: /an owner who rewrites/ },
  {
    door: 'accords',
    what: 'IBAN, adresse ou somme changés après l’accord',
    file: gate,
    named: /an approval is of what was read/,
  },
  {
    door: 'personnes',
    what: 'identité retrouvée après effacement, ou gardée trop longtemps',
    file: person,
    named: /stands nowhere|by itself/,
  },
  { door: 'preuves', what: 'horodatage d’autre chose', file: witnesses, named: /something else is not taken/ },
  {
    door: 'preuves',
    what: 'export changé, complété, coupé ou scellé d’une autre clé',
    file: verifier,
    named: /named$|breaks the seal/,
  },
];
