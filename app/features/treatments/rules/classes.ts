import { searchWords } from '#app/kernel/letters.ts'
import type { AllergyClass } from '../model.ts'

/**
 * Classes of drugs that react together, and their members. Members: the ATC classification of the WHO (J01C, J01DB–DE and
 * DI, M01A with N02BA, J01E, J01FA, J01M), as the substances of the public base are named; sulfasalazine, whose summary of
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
    'cefixime',
    'cefotaxime',
    'cefotiam',
    'cefoxitine',
    'cefpirome',
    'cefpodoxime',
    'cefradine',
    'ceftaroline',
    'ceftazidime',
    'ceftobiprole',
    'ceftolozane',
    'ceftriaxone',
    'cefuroxime',
  ],
  nsaids: [
    'aceclofenac',
    'acetylsalicylate',
    'acetylsalicylique',
    'alminoprofene',
    'celecoxib',
    'dexketoprofene',
    'diclofenac',
    'etodolac',
    'etoricoxib',
    'fenoprofene',
    'flurbiprofene',
    'ibuprofene',
    'indometacine',
    'ketoprofene',
    'mefenamique',
    'meloxicam',
    'morniflumate',
    'nabumetone',
    'naproxene',
    'niflumique',
    'nimesulide',
    'parecoxib',
    'phenylbutazone',
    'piroxicam',
    'sulindac',
    'tenoxicam',
    'tiaprofenique',
  ],
  'antibacterial-sulfonamides': [
    'sulfacetamide',
    'sulfadiazine',
    'sulfadoxine',
    'sulfafurazole',
    'sulfamethizole',
    'sulfamethoxazole',
    'sulfasalazine',
  ],
  macrolides: [
    'azithromycine',
    'clarithromycine',
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
  ],
}

/**
 * Classes that cross with another: the summaries of product characteristics of cephalosporins ask for care with somebody
 * allergic to penicillins, and the reverse.
 */
const crossed: Readonly<Partial<Record<AllergyClass, readonly AllergyClass[]>>> = {
  penicillins: ['cephalosporins'],
  cephalosporins: ['penicillins'],
}

/** What people write for a class, words folded. */
const names: readonly (readonly [words: string, classes: readonly AllergyClass[]])[] = [
  ['penicilline', ['penicillins']],
  ['peni', ['penicillins']],
  ['beta lactamine', ['penicillins', 'cephalosporins']],
  ['betalactamine', ['penicillins', 'cephalosporins']],
  ['cephalosporine', ['cephalosporins']],
  ['ains', ['nsaids']],
  ['anti inflammatoire non steroidien', ['nsaids']],
  ['anti inflammatoire', ['nsaids']],
  ['aspirine', ['nsaids']],
  ['sulfamide', ['antibacterial-sulfonamides']],
  ['sulfamide antibacterien', ['antibacterial-sulfonamides']],
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

/** The classes an allergy names as such: « Pénicillines », « AINS ». */
export function classesNamed(text: string): readonly AllergyClass[] {
  const said = searchWords(text)
    .map((word) => (word.length > 4 ? word.replace(/s$/, '') : word))
    .filter((word) => !/^(aux?|les?|la|a|de[s]?|allergie)$/.test(word))
    .join(' ')
  return names.find(([words]) => words === said)?.[1] ?? []
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
