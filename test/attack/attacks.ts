/** One way in that was tried: what a stranger does, and the tests that do it, by file and the beginning of their names. */
export interface Attack {
  readonly door: string;
  readonly what: string;
  readonly file: string;
  readonly named: RegExp;
}

/** Every attack of docs/security.md and of whoever thought of one since, by the door that it comes to. */
export const attacks: readonly Attack[] = [
  attack('moteur', 'page d’un autre site, ou qui se fait passer pour cette machine', 'test/system/ui-door', /reads nothing/),
  attack(
    'moteur',
    'annuler, terminer, rejouer, signaler, démarrer par l’écran',
    'test/system/ui-door',
    /is refused with a sentence/,
  ),
  attack('moteur', 'l’API HTTP du moteur', 'test/system/ui-door', /HTTP API of the engine answers nobody/),
  attack(
    'moteur',
    'signal ou acte sans sa ligne, tapé dans le moteur',
    'test/activities/typed',
    /refused to whom nobody knows|none at all/,
  ),
  attack('moteur', 'historique lu, ou changé d’un bit, sans la clé', 'test/system/codec', /without the key|shows nothing/),
  attack(
    'moteur',
    'historiques ouverts par qui n’est pas administrateur',
    'test/system/codec-door',
    /only an administrator|nor does an approver/,
  ),
  attack('moteur', 'certificat d’une autre autorité, ou aucun', 'test/system/engine-tls', /nobody is/),
  attack(
    'démonstration',
    'réglages de production entendus par la démonstration',
    'test/system/demo',
    /fates come out|nothing of it lies/,
  ),
  attack('démonstration', 'travail réel dans son dossier', 'test/system/holes', /folder of a demonstration/),
  attack('démarrage', 'porte laissée ouverte sans un mot', 'test/system/holes', /each door that was left open/),
  attack('démarrage', 'fichiers lisibles par d’autres comptes', 'test/system/demo', /for its owner alone/),
  attack('clés', 'clé qu’une version portait dans ses fichiers', 'test/system/holes', /a release carried/),
  attack('clés', 'clé expirée ou révoquée', 'test/api/keys', /open nothing after|end at once/),
  attack('clés', 'clés essayées l’une après l’autre', 'test/api/keys', /guessed slowly/),
  attack('clés', 'secrets lus dans une copie de la base, ou recopiés', 'test/api/keys', /lie sealed|copied to another/),
  attack('clés', 'secret d’avant une rotation', 'test/api/keys', /a rotation leaves/),
  attack('clés', 'une source d’argent parle du compte d’une autre', 'test/api/keys', /speaks of its accounts alone/),
  attack('personnes', 'requête d’un autre site au nom d’une session', 'test/api/people', /nothing is done/),
  attack('personnes', 'lien d’entrée ou session pris dans la base', 'test/api/people', /only the digest/),
  attack('personnes', 'lien d’entrée qui sert deux fois', 'test/api/people', /signs in, leads to the site/),
  attack('personnes', 'acte au-delà de son rôle ou de ses créanciers', 'test/api/people', /is what his role/),
  attack('personnes', 'réponse d’appareil rejouée, appareil exclu', 'test/api/passkeys', /a second time|open nothing/),
  attack(
    'rapports',
    'accusé signé d’ailleurs, ou sur l’envoi d’un autre',
    'test/providers/outbox/reports',
    /is refused|says nothing/,
  ),
  attack('accords', 'IBAN, adresse ou somme changés après l’accord', 'test/activities/gate', /an approval is of what was read/),
  attack(
    'accords',
    'IBAN ou siège changé d’une seule main',
    'test/api/amendments',
    /waits for a second person|is not confirmed by|switched off|whoever tells it/,
  ),
  attack(
    'accords',
    'confirmation d’une proposition remplacée, échue ou périmée',
    'test/api/amendments',
    /in its place|expires|changed since/,
  ),
  attack('accords', 'modification sans nom ni date', 'test/api/amendments', /no way of writing goes without/),
  attack(
    'fichiers',
    'relevé piégé\u00a0: entités, profondeur, balise ou texte sans fin',
    'test/domain/statement/bounds',
    /a bomb is refused/,
  ),
  attack('fichiers', 'classeur qui enfle à la lecture', 'test/site/workbook-bounds', /more than any table|whose XML is deep/),
  attack('fichiers', 'relevé qui épuise la mémoire ou le temps de son lecteur', 'test/activities/reading', /ends its reader/),
  attack('fichiers', 'relevé qui échoue sans cesse et retient les autres', 'test/api/bad-imports', /holds nobody/),
  attack('fichiers', 'import d’un autre créancier annulé', 'test/api/bad-imports', /is its creditor’s/),
  attack('entrées', 'n’importe quoi à chaque adresse de l’API', 'test/system/fuzz', /never 500/),
  attack(
    'entrées',
    'NUL, demi-caractères, JSON profond, champs et paramètres inconnus',
    'test/api/contract',
    /refused with its path|no path can hold|found by a fuzzer/,
  ),
  attack('entrées', 'banque «\u00a0à jour\u00a0» jusqu’en 9999', 'test/api/bank-webhooks', /never beyond today/),
  attack('entrées', 'formulaire coupé ou qui n’en est pas un', 'test/site/shared', /what comes as a file and is none/),
  attack('entrées', 'formule dans un tableau', 'test/site/rooms', /a spreadsheet would run/),
  attack('entrées', 'corps et en-têtes au goutte à goutte, foule de connexions', 'test/system/slow-clients', /./),
  attack('entrées', 'mille événements d’un créancier en retardent un autre', 'test/api/drainer', /creditors take turns/),
  attack(
    'entrées',
    'trente relevés d’un créancier retiennent les dossiers de tous',
    'test/workflows/import-queue',
    /no case of anybody waits/,
  ),
  attack(
    'entrées',
    'adresse d’un réseau privé donnée à lire ou à prévenir',
    'test/activities/files/invoice-file',
    /is public|what is not fetched/,
  ),
  attack('entrées', 'la même, pour un webhook', 'test/api/webhooks-out', /of a private network/),
  attack('base', 'preuve ou modification réécrite sous le rôle du produit', 'test/db/application-role', /./),
  attack(
    'déploiement',
    'écran modifiable, secret ou capacité de trop, image sans empreinte',
    'test/system/compose',
    /read-only|own secrets|no secret|locked|by its digest/,
  ),
  attack('déploiement', 'serveur téléchargé qui n’est pas celui de l’éditeur', 'test/system/setup-sources', /is not unpacked/),
  attack('déploiement', 'paquet dont la licence ne se transmet pas', 'test/system/sbom', /./),
  attack('preuves', 'chaîne refaite par le maître de la base', 'test/db/evidence-heads', /an owner who rewrites/),
  attack('preuves', 'horodatage d’autre chose', 'test/system/witnesses', /something else is not taken/),
  attack(
    'preuves',
    'export changé, complété, coupé ou scellé d’une autre clé',
    'test/api/export/verifier',
    /named$|breaks the seal/,
  ),
  attack(
    'données',
    'identité retrouvée après effacement, ou gardée trop longtemps',
    'test/api/person',
    /stands nowhere|by itself/,
  ),
  attack('données', 'personne nommée dans un journal ou une panne', 'test/db/told-error', /./),
  attack('données', 'journal sans fin', 'test/system/turn-log', /./),
];

function attack(door: string, what: string, file: string, named: RegExp): Attack {
  return { door, what, file: `${file}.test.ts`, named };
}
