import { searchWords } from '#app/kernel/letters.ts'
import type { AllergyClass } from '../model.ts'

/**
 * Classes of drugs that react together, and their members. Members: the ATC classification of the WHO (J01C, J01DB–DE, J01DH
 * and DI, M01A with N02BA and S01BC, J01E, J01FA, J01M), as the substances of the public base are named; sulfasalazine, whose summary of
 * product characteristics forbids it to people hypersensitive to sulfonamides. Nothing else: a class that is not here is
 * not checked, and said so.
 */
const members: Readonly<Record<AllergyClass, readonly string[]>> = {
  penicillins: [
    'amoxicilline',
    'ampicilline',
    'azlocilline',
    'bacampicilline',
    'benzylpenicilline',
    'carbenicilline',
    'cloxacilline',
    'dicloxacilline',
    'flucloxacilline',
    'mecillinam',
    'mezlocilline',
    'oxacilline',
    'penicilline',
    'phenoxymethylpenicilline',
    'piperacilline',
    'pivampicilline',
    'pivmecillinam',
    'sultamicilline',
    'temocilline',
    'ticarcilline',
  ],
  cephalosporins: [
    'cefaclor',
    'cefadroxil',
    'cefalexine',
    'cefalotine',
    'cefamandole',
    'cefapirine',
    'cefatrizine',
    'cefazoline',
    'cefepime',
    'cefiderocol',
    'cefdinir',
    'cefditoren',
    'cefixime',
    'cefmetazole',
    'cefoperazone',
    'cefotaxime',
    'cefotetan',
    'cefotiam',
    'cefoxitine',
    'cefpirome',
    'cefpodoxime',
    'cefprozil',
    'cefradine',
    'ceftaroline',
    'ceftazidime',
    'ceftibuten',
    'ceftobiprole',
    'ceftolozane',
    'ceftriaxone',
    'cefuroxime',
    'latamoxef',
  ],
  carbapenems: ['doripenem', 'ertapenem', 'imipenem', 'meropenem'],
  nsaids: [
    'aceclofenac',
    'acetylsalicylate',
    'acetylsalicylique',
    'alminoprofene',
    'bromfenac',
    'carbasalate',
    'celecoxib',
    'dexibuprofene',
    'dexketoprofene',
    'diclofenac',
    'diflunisal',
    'etodolac',
    'etoricoxib',
    'fenoprofene',
    'flurbiprofene',
    'ibuprofene',
    'indometacine',
    'ketoprofene',
    'ketorolac',
    'lornoxicam',
    'mefenamique',
    'meloxicam',
    'morniflumate',
    'nabumetone',
    'naproxene',
    'nepafenac',
    'niflumique',
    'nimesulide',
    'parecoxib',
    'phenylbutazone',
    'piroxicam',
    'sulindac',
    'tenoxicam',
    'tiaprofenique',
    'tolfenamique',
  ],
  'antibacterial-sulfonamides': [
    'sulfacetamide',
    'sulfadiazine',
    'sulfadoxine',
    'sulfafurazole',
    'sulfamethizol',
    'sulfamethizole',
    'sulfamethoxazole',
    'sulfasalazine',
  ],
  macrolides: [
    'azithromycine',
    'clarithromycine',
    'dirithromycine',
    'erythromycine',
    'josamycine',
    'midecamycine',
    'roxithromycine',
    'spiramycine',
    'telithromycine',
  ],
  quinolones: [
    'ciprofloxacine',
    'delafloxacine',
    'enoxacine',
    'flumequine',
    'levofloxacine',
    'lomefloxacine',
    'moxifloxacine',
    'nalidixique',
    'norfloxacine',
    'ofloxacine',
    'pefloxacine',
    'pipemidique',
    'prulifloxacine',
    'sparfloxacine',
  ],
}

/**
 * Classes that cross with another: the summaries of product characteristics of each of these bêta-lactams warn of somebody
 * allergic to another.
 */
const crossed: Readonly<Partial<Record<AllergyClass, readonly AllergyClass[]>>> = {
  penicillins: ['cephalosporins', 'carbapenems'],
  cephalosporins: ['penicillins', 'carbapenems'],
  carbapenems: ['penicillins', 'cephalosporins'],
}

/** What people write for a class, words folded. */
const names: readonly (readonly [words: string, classes: readonly AllergyClass[]])[] = [
  ['penicilline', ['penicillins']],
  ['peni', ['penicillins']],
  ['beta lactamine', ['penicillins', 'cephalosporins', 'carbapenems']],
  ['betalactamine', ['penicillins', 'cephalosporins', 'carbapenems']],
  ['carbapeneme', ['carbapenems']],
  ['carbapenem', ['carbapenems']],
  ['cephalosporine', ['cephalosporins']],
  ['ains', ['nsaids']],
  ['anti inflammatoire', ['nsaids']],
  ['aspirine', ['nsaids']],
  ['sulfamide', ['antibacterial-sulfonamides']],
  ['macrolide', ['macrolides']],
  ['quinolone', ['quinolones']],
  ['fluoroquinolone', ['quinolones']],
]

const memberOf: ReadonlyMap<string, AllergyClass> = new Map(
  (Object.entries(members) as [AllergyClass, readonly string[]][]).flatMap(([of, stems]) =>
    stems.map((stem) => [stem, of] as const),
  ),
)

/** Brands that everybody says for the substance. */
const usual: Readonly<Record<string, string>> = { aspirine: 'acide acetylsalicylique' }

/** The classes a substance, or a free name that holds one, is of. */
export function classesOf(name: string): readonly AllergyClass[] {
  const found = searchWords(name).flatMap((word) => {
    const of = memberOf.get(word)
    return of === undefined ? [] : [of]
  })
  return [...new Set(found)]
}

/** Words beside a class that make another one of it: « sulfamides hypoglycémiants » are not the antibacterial ones. */
const otherwise = /hypoglycemiant|diuretique|inflammatoire steroidien/

/** The classes an allergy names, alone or among others: « Pénicillines », « AINS », « pénicilline et AINS ». */
export function classesNamed(text: string): readonly AllergyClass[] {
  const words = searchWords(text).map((word) => (word.length > 4 ? word.replace(/s$/, '') : word))
  const said = ` ${words.join(' ')} `
  if (otherwise.test(said)) return []
  return [...new Set(names.flatMap(([named, classes]) => (said.includes(` ${named} `) ? classes : [])))]
}

/** The substances an allergy names, one after the other: « amoxicilline et ibuprofène » names two. */
export function substancesOf(text: string): readonly string[] {
  return text
    .split(/\s*[,;/+&]\s*|\s+(?:et|ou)\s+/iu)
    .map((part) =>
      part.replace(/^(?:(?:allergie|intolérance)\s+)?(?:(?:aux|au|à la|les|la|le)\s+|à l[’'])/iu, '').trim(),
    )
    .filter((part) => searchWords(part).length > 0)
}

/** Foods that drugs may be made with: oils, lactose, starch, proteins of egg, milk or fish, gelatine. */
const excipients =
  /^(?:arachide|cacahuete|soja|sesame|ricin|lactose|lait|gluten|ble|oeuf|poisson|gelatine|amidon|saccharose|fructose|aspartam\w*|sulfite)s?$/

/** Whether an allergy to a food names one that drugs may hold as an excipient, which the public base does not tell. */
export function mayBeExcipient(text: string): boolean {
  return searchWords(text).some((word) => excipients.test(word))
}

/** The classes that cross with one. */
export function crossedWith(of: AllergyClass): readonly AllergyClass[] {
  return crossed[of] ?? []
}

/** Words that say the salt, the hydrate or the strength of a substance, not what it is. */
const salts: ReadonlySet<string> = new Set(
  `acetate anhydre arginine base benzathine benzoate bromhydrate bromure calcique calcium camphosulfonate chlorhydrate
  chlorure citrate d de di dichlorhydrate dihydrate dihydrochlorure diluee dilue dipotassique disodique du embonate epolamine
  erbumine fumarate gluconate hemifumarate hemihydrate hemihydratee heptahydrate hydrate hydratee hydrochlorure
  hydrogenosulfate l lactate lactobionate lysinate lysine magnesien magnesium maleate malate medoxomil mesilate mesylate
  micronise micronisee monohydrate monohydratee nitrate oxalate palmitate pamoate pentahydrate pentahydratee phosphate
  pivalate potassique potassium propionate proxetil sesquihydrate sodique sodium stearate succinate sulfate tartrate
  tosilate trihydrate trihydratee tromethamine trometamol zinc`.split(/\s+/),
)

/**
 * A substance without its salt: « AMOXICILLINE TRIHYDRATÉE », « CHLORHYDRATE DE METFORMINE » and « METFORMINE BASE » give the
 * substance alone. A name that is nothing but a salt (« CHLORURE DE SODIUM ») stays as it is.
 */
export function stemOf(name: string): string {
  const words = searchWords(usual[searchWords(name).join(' ')] ?? name)
  const kept = words.filter((word) => !salts.has(word))
  return (kept.length === 0 ? words : kept).join(' ')
}
