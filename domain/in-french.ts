import type { Fault } from './fault.ts';

/** What a program reads of a fault is English (`--json`, the API); at the terminal and on the site a person reads it in French. */
export function inFrench({ path, message }: Fault): string {
  return `${path === '' ? '' : `${path}: `}${sentence(message)}`;
}

type Pattern = readonly [pattern: RegExp, says: (...groups: string[]) => string | null];

/** A sentence of the product or of its server, as a person reads it. */
export function sentence(message: string): string {
  return AT_DOORS[message] ?? firstOf([...FRAMES, ...ANSWERS], message) ?? message;
}

/** Null for what nobody has put into French yet: the whole sentence then stays as it is, never half of it. */
function phrase(expected: string): string | null {
  return PHRASES[expected] ?? firstOf(FAMILIES, expected);
}

function firstOf(patterns: readonly Pattern[], text: string): string | null {
  for (const [pattern, says] of patterns) {
    const found = pattern.exec(text);
    const said = found && says(...found.slice(1));
    if (said) return said;
  }
  return null;
}

/** `came` and what is expected in its place. */
function instead(came: string, expected: string): string | null {
  const said = phrase(expected);
  return said === null ? null : `${came}\u00a0; attendu\u00a0: ${said}`;
}

const CHANNELS: Readonly<Record<string, string>> = { sms: 'SMS', letter: 'lettre', email: 'e-mail' };

/** How a fault is told: what came, what is expected. */
const FRAMES: readonly Pattern[] = [
  [/^got an unknown field, expected one of the fields (.*)$/s, (fields) => `champ inconnu\u00a0; attendus\u00a0: ${fields}`],
  [/^missing, expected (.*)$/s, (expected) => instead('manque', expected)],
  [/^expected (.*)$/s, (expected) => instead('illisible', expected)],
  [
    /^got (.*) a second time, expected each once$/s,
    (came) => `${came} vient deux fois\u00a0; attendu\u00a0: chacun une seule fois`,
  ],
  [
    /^(« .* ») must not ship: .*?(\(.*\))?$/s,
    (words, source) => `${words} est une tournure qui ne doit pas partir${source === undefined ? '' : ` ${source}`}`,
  ],
  [/^got (.*), which is in no French department$/s, (came) => `${came} n’est dans aucun département français`],
  [/^no legal value "(.*)" is known on (.*)$/s, (key, on) => `aucune valeur légale « ${key} » n’est connue au ${on}`],
  [/^plays a story from its start, not a running case$/, () => 'joue une histoire depuis son début, pas un dossier en cours'],
  [/^the archive is damaged at («.*»)$/s, (path) => `l’archive est abîmée à ${path}\u00a0: l’exporter de nouveau`],
  [/^the server answered with no archive$/, () => 'le serveur n’a répondu par aucune archive\u00a0: redemander'],
  [/^got (.*) as a name, expected (.*)$/s, (came, expected) => instead(`reçu ${came} comme nom`, expected)],
  [/^got (.*?), expected (.*)$/s, (came, expected) => instead(`reçu ${came}`, expected)],
  [/^(«.*») exists already, expected (.*)$/s, (came, expected) => instead(`${came} existe déjà`, expected)],
  [/^an SMS is no page, expected --text$/, () => 'un SMS n’est pas une page\u00a0: demander --text'],
  [
    /^(?:template: )?(«.*») has no (\w+) for a debtor of kind \w+$/s,
    (template, channel) => `${template} n’a pas de ${CHANNELS[channel] ?? channel}`,
  ],
  [/^cannot read (.*?): .*ENOENT.*$/s, (file) => `${file} est introuvable\u00a0: vérifier le chemin`],
  [/^cannot read (.*?): .*EISDIR.*$/s, (file) => `${file} est un dossier\u00a0: donner un fichier`],
  [/^cannot read (.*?): (.*)$/s, (file, why) => `lecture de ${file} impossible (${why})`],
  [/^not a JSON document: .*position (\d+).*$/s, (at) => `ce n’est pas un document JSON (faute vers le caractère ${at})`],
  [/^not a JSON document: .*end of JSON input.*$/s, () => 'ce n’est pas un document JSON (il s’arrête avant sa fin)'],
  [/^not a JSON document: .*$/s, () => 'ce n’est pas un document JSON'],
];

const ROLES: Readonly<Record<string, string>> = {
  viewer: 'lecteur',
  operator: 'opérateur',
  approver: 'approbateur',
  admin: 'administrateur',
};

const THINGS: Readonly<Record<string, string>> = {
  case: 'le dossier',
  creditor: 'le créancier',
  plan: 'le plan',
  import: 'l’import',
  person: 'la personne',
  'bank entry': 'l’écriture',
  view: 'la vue',
  template: 'le modèle',
  'valid key': 'la clé',
};

/** What the server answers. */
const ANSWERS: readonly Pattern[] = [
  [
    /^No (case|creditor|plan|import|person|bank entry|valid key|view|template) (.*)\.$/s,
    (thing, id) => `${THINGS[thing] ?? thing} ${id} n’existe pas, ou n’est pas à vous.`,
  ],
  [
    /^This key is an? (\w+)'s; (?:an? )?(\w+) is needed\.$/,
    (held, needed) => `Cette clé est celle d’un ${ROLES[held] ?? held}\u00a0: il faut celle d’un ${ROLES[needed] ?? needed}.`,
  ],
  [/^No creditor is told.*$/s, () => 'De quel créancier\u00a0? En nommer un (--creditor).'],
  [/^An API key is expected.*$/s, () => 'une clé d’API valable est attendue (exigible key create)'],
  [
    /^No worker answered.*$/s,
    () => 'Aucun processus ne répond\u00a0: redemander sans --fresh donne le dossier tel qu’il est noté.',
  ],
  [/^Another view has this name\.$/, () => 'Une autre de vos vues porte ce nom.'],
  [/^(\d+) views are kept: remove one first\.$/, (most) => `Vous gardez déjà ${most} vues\u00a0: retirez-en une d’abord.`],
  [/^A bank file of at most (\d+) bytes is expected\.$/, (most) => `Un fichier bancaire de ${most} octets au plus est attendu.`],
];

/** What the doors of webhooks refuse with: whoever looks at what came in reads it. */
const AT_DOORS: Readonly<Record<string, string>> = {
  'The headers webhook-id, webhook-timestamp and webhook-signature are expected.':
    'Il manque un en-tête\u00a0: webhook-id, webhook-timestamp ou webhook-signature.',
  'webhook-timestamp is expected in whole seconds since 1970.': 'webhook-timestamp s’écrit en secondes entières depuis 1970.',
  'webhook-timestamp is too old.':
    'webhook-timestamp date de plus de cinq minutes\u00a0: l’horloge de l’envoyeur, ou une redite.',
  'webhook-timestamp is in the future.': 'webhook-timestamp est dans l’avenir\u00a0: l’horloge de l’envoyeur avance.',
  'The signature does not match.': 'La signature n’est pas la bonne\u00a0: un autre secret, ou un corps changé en route.',
  'The header X-Qonto-Signature is expected: t=…,v1=….': 'Il manque l’en-tête X-Qonto-Signature.',
  'The signature is too old.': 'La signature date de plus de sept jours.',
  'The signature is in the future.': 'La signature est dans l’avenir\u00a0: l’horloge de l’envoyeur avance.',
  'The header x-swan-secret is missing or wrong.': 'L’en-tête x-swan-secret manque, ou n’est pas le bon.',
  'The transaction cannot be asked for now: tell it again.': 'Swan ne répond pas\u00a0: il redira cet événement.',
  'The event webhook is too old or too new.': 'L’événement est trop ancien, ou daté de l’avenir.',
  'The signature of the event webhook is wrong.':
    'La signature n’est pas la bonne\u00a0: voyez la clé publique donnée par SendGrid.',
  'The signature of the webhook is wrong.':
    'La signature n’est pas la bonne\u00a0: voyez le jeton de Twilio et l’adresse publique.',
  'The credentials of the notification are wrong.': 'Le nom ou le mot de passe de la notification n’est pas le bon.',
  'The secret in the address is wrong.': 'Le secret de l’adresse n’est pas le bon.',
};

/** Expectations that carry a value of their own. */
const FAMILIES: readonly Pattern[] = [
  [/^(.*) or null for the kind "(.*)"$/s, (values, kind) => `${phrase(values) ?? values} ou null pour le type « ${kind} »`],
  [/^one of the fields (.*)$/s, (fields) => `l’un des champs ${fields}`],
  [/^one of (.*?), or a plan document$/s, (values) => `l’un de ${values}, ou un document de plan`],
  [/^one of (.*)$/s, (values) => `l’un de ${values}`],
  [/^at least 1 characters$/, () => 'un texte qui n’est pas vide'],
  [/^at least (\S+) characters$/, (count) => `${count} caractères au moins`],
  [/^at most totalCents (\d+)$/, (most) => `${most} au plus (totalCents)`],
  [/^(\d+) to totalCents (\d+)$/, (least, most) => `de ${least} à ${most} (totalCents)`],
  [/^(\d+) to (\d+)$/, (least, most) => `de ${least} à ${most}`],
  [/^an? (?:day|instant) from (\S+) to (\S+)$/, (from, to) => `une date du ${from} au ${to}`],
  [/^no day after tomorrow, (.*)$/, (day) => `aucun jour après demain, ${day}`],
  [/^no day after today, (.*)$/, (day) => `aucun jour après aujourd’hui, ${day}`],
  [/^no day before the invoice was issued, (.*)$/, (day) => `aucun jour avant l’émission de la facture, ${day}`],
  [/^no day before issuedOn (.*)$/, (day) => `aucun jour avant issuedOn, ${day}`],
  [/^(\S+) or a day before it$/, (day) => `le ${day} ou un jour avant`],
  [/^(\S+) or before$/, (day) => `${day} ou avant`],
  [/^(\S+) or later$/, (day) => `${day} ou plus tard`],
  [/^"(.*)" as in (\S+)$/s, (value, field) => `"${value}", comme dans ${field}`],
  [/^none for a debtor in "(.*)"$/, (country) => `aucun pour un débiteur de « ${country} »`],
  [/^false or null for a debtor of kind "(.*)"$/, (kind) => `false ou null pour un débiteur du type « ${kind} »`],
  [
    /^services, goods or transport for a debtor of kind "(.*)"$/,
    (kind) => `services, goods ou transport pour un débiteur du type « ${kind} »`,
  ],
  [/^a payment of (\S+) cents that counts$/, (cents) => `un paiement de ${cents} centimes qui compte`],
  [/^a case of this creditor in (\S+)$/, (currency) => `un dossier de ce créancier en ${currency}`],
  [/^a message step of this plan: (.*)$/s, (steps) => `une étape d’envoi de ce plan (${steps})`],
  [/^a step of this plan: (.*)$/s, (steps) => `une étape de ce plan (${steps})`],
  [
    /^a language that messages are written in \((.*)\); left out, French leaves$/,
    (languages) => `une langue des messages (${languages})\u00a0; sans elle, le français part`,
  ],
  [/^at most (\S+) characters$/, (count) => `${count} caractères au plus`],
  [/^at least (\S+) items$/, (count) => `${count} élément au moins`],
  [/^at most (\S+) items$/, (count) => `${count} éléments au plus`],
  [/^at least (\S+)$/, (least) => `${least} ou plus`],
  [/^at most (\S+)$/, (most) => `${most} au plus`],
  [/^more than (\S+)$/, (limit) => `plus de ${limit}`],
  [/^less than (\S+)$/, (limit) => `moins de ${limit}`],
  [/^no day before (.*)$/s, (day) => `aucun jour avant ${day}`],
  [/^no day after (.*)$/s, (day) => `aucun jour après ${day}`],
  [/^a date: "(.*)" counts from it$/s, (family) => `une date, dont part « ${family} »`],
  [/^the number of an invoice of this claim$/, () => 'le numéro d’une facture de ce décompte'],
  [/^the id of (?:an? )?(\w+) of this story$/, (what) => `l’identifiant d’un élément « ${what} » de cette histoire`],
  [/^a list of deadlines, such as (.*)$/s, (sample) => `une liste de délais, par exemple ${sample}`],
  [/^a day YYYY-MM-DD from (\S+) on$/, (day) => `un jour AAAA-MM-JJ, à partir du ${day}`],
];

const PHRASES: Readonly<Record<string, string>> = {
  'an object': 'un objet',
  'a text': 'un texte',
  'a value': 'une valeur',
  'an integer': 'un nombre entier',
  'one line of plain text': 'une ligne de texte simple, sans caractère de contrôle',
  'lines of plain text': 'des lignes de texte simple, sans caractère de contrôle',
  'a number': 'un nombre',
  'another value': 'une autre valeur',
  'a door such as billing or bank': 'une porte, par exemple billing ou bank',
  'true or false': 'true ou false',
  'a list': 'une liste',
  'an ISO 8601 instant with its offset': 'un instant ISO 8601 avec son décalage, par exemple 2026-11-02T09:00:00+01:00',
  'an e-mail address': 'une adresse e-mail',
  'an http(s) URL': 'une adresse http(s)',
  '1 to 100 characters among A-Z a-z 0-9 . _ -, and not . or .. alone':
    '1 à 100 caractères parmi A-Z a-z 0-9 . _ -, et non . ou .. seuls',
  'a BIC of 8 or 11 characters': 'un BIC de 8 ou 11 caractères',
  'a French department such as "75", "2A" or "974"': 'un département français, par exemple "75", "2A" ou "974"',
  'a calendar date YYYY-MM-DD that exists, before 9900': 'une date AAAA-MM-JJ qui existe, avant 9900',
  'a day from 2008-06-19, since when the limitation in force counts':
    'un jour à partir du 2008-06-19, depuis lequel court la prescription en vigueur',
  'a day that exists such as 2026-11-02': 'un jour qui existe, par exemple 2026-11-02',
  'a clock time HH:MM from 00:00 to 24:00': 'une heure HH:MM, de 00:00 à 24:00',
  'a currency of a hundred cents, such as EUR or USD: amounts in any other would be misread':
    'une monnaie divisée en cent centimes, comme EUR ou USD : dans une autre, les montants seraient mal lus',
  'a number in E.164 form such as +33612345678': 'un numéro au format E.164, par exemple +33612345678',
  'a semester such as 2027-S1': 'un semestre, par exemple 2027-S1',
  'a window whose `from` is before its `to`': 'une plage dont « from » précède « to »',
  'an IBAN whose check digits are right': 'un IBAN dont la clé est juste',
  'an ISO 3166 country such as FR': 'un pays ISO 3166, par exemple FR',
  'an ISO 4217 currency such as EUR': 'une monnaie ISO 4217, par exemple EUR',
  'an ISO 8601 duration such as P5D or PT4S, not negative': 'une durée ISO 8601 qui n’est pas négative, par exemple P5D ou PT4S',
  'dueOn, totalCents or both': 'dueOn, totalCents ou les deux',
  'email, mobile or both': 'email, mobile ou les deux',
  'completedOn, dueOn or both': 'completedOn, dueOn ou les deux',
  'exactly one of invoice and debtor': 'invoice ou debtor, et un seul des deux',
  'one of net and endOfMonth': 'net ou endOfMonth, et un seul des deux',
  'the nine digits of a SIREN': 'les neuf chiffres d’un SIREN',
  'a SIREN whose check digit is right, as the Sirene notice has it':
    'un SIREN dont la clé est juste, tel que le portent l’avis Sirene et le Kbis',
  'no collectivity of the Pacific: its own law sets the time':
    'pas une collectivité du Pacifique : c’est son droit local qui fixe le délai',
  'a story': 'une histoire à jouer',
  'an API key: exigible key create makes one': 'une clé d’API : « exigible key create » en crée une',
  'one, or --all': 'un dossier, ou --all',
  'each once': 'chacun une seule fois',
  'a new folder or file': 'un nouveau dossier ou fichier',
  'the folder of a demonstration': 'le dossier d’une démonstration',
  'a known creditor': 'un créancier connu',
  'a plan of this creditor or a shipped one': 'un plan de ce créancier ou l’un de ceux qui sont livrés',
  'five digits': 'cinq chiffres',
  'whole cents': 'des centimes entiers',
  'an instant to come': 'un instant à venir',
  'another quality, or null, beside trader: false': 'une autre qualité, ou null, à côté de trader : false',
  '"trader" or "artisan" beside trader: true': '« trader » ou « artisan » à côté de trader : true',
  'another channel: no provider of electronic registered letters is connected; registered-letter is posted':
    'un autre canal : aucun prestataire de lettre recommandée électronique n’est branché ; registered-letter est posté',
  'a number of debtors, 1 or more': 'un nombre de clients, 1 ou plus',
  'either --retry or --drop': '--retry ou --drop, et un seul des deux',
  'the number of a row that is listed': 'le numéro d’une ligne de la liste',
  'an account of this creditor that is known: GET /accounts': 'un compte connu de ce créancier (exigible accounts les donne)',
  'terms.contractRateBasisPoints beside it': 'terms.contractRateBasisPoints à côté',
  'the act of somebody else first: before it there is nothing to copy':
    'd’abord l’acte confié à un autre\u00a0: avant lui il n’y a rien à copier',
  'a suspension that ends on or after its first day': 'une suspension qui finit le jour de son début ou après',
  'no day before orderOn': 'aucun jour avant orderOn',
  'no demands: they interrupt against a public body alone (nature "public")':
    'aucune demande : elles n’interrompent qu’envers une personne publique (nature « public »)',
  'a VAT that is not more than totalCents': 'une TVA qui ne dépasse pas totalCents',
  'a due date that is not before issuedOn': 'une échéance qui ne précède pas issuedOn',
  'a duration longer than nothing, such as P8D': 'une durée plus longue que rien, par exemple P8D',
  'an id that no other step has': 'un identifiant qu’aucune autre étape n’a',
  'a day later than that of the step above': 'un jour plus tardif que celui de l’étape au-dessus',
  'a later step anchored after-notice-receipt: it is the deadline that the letter grants':
    'une étape plus bas ancrée sur after-notice-receipt : c’est le délai que la lettre accorde',
  'claim: a formal notice asks for the statement of claim that it prints':
    'claim\u00a0: une mise en demeure demande le décompte qu’elle imprime',
  'a letter: email and simple post are only a copy': 'un envoi recommandé : l’e-mail et la lettre simple n’en sont que la copie',
  'another anchor: no letter is above': 'une autre ancre : aucune lettre n’est au-dessus',
  'another anchor: no step is above': 'une autre ancre : aucune étape n’est au-dessus',
  'each channel once': 'chaque canal une seule fois',
  'a semester that has begun or begins within a month': 'un semestre commencé, ou qui commence d’ici un mois',
  'an open case': 'un dossier ouvert',
  'less than totalCents: what is paid is not enrolled': 'moins que totalCents : ce qui est payé n’est pas repris',
  'a five-digit postcode and a town': 'un code postal de cinq chiffres et une ville',
  'an instant YYYY-MM-DDTHH:MM:SSZ': 'un instant AAAA-MM-JJTHH:MM:SSZ',
  'no department for a creditor abroad': 'aucun département pour un créancier à l’étranger',
};
