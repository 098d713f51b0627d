/** Chapters VII to XIII: one code a line, its label in our words, other words it is looked for by. */
export const cim10FromHToM = `
H00.0|Orgelet|
H00.1|Chalazion|
H01.0|Blépharite|
H10.1|Conjonctivite allergique|
H10.9|Conjonctivite, sans précision|
H11.0|Ptérygion|
H11.3|Hémorragie sous-conjonctivale|
H16.9|Kératite, sans précision|
H20.9|Uvéite antérieure|iridocyclite, iritis
H25.9|Cataracte liée à l’âge|
H26.9|Cataracte, sans précision|
H33.0|Décollement de rétine avec déchirure|
H35.3|Dégénérescence maculaire|DMLA
H36.0|Rétinopathie diabétique|
H40.1|Glaucome primitif à angle ouvert|
H40.9|Glaucome, sans précision|
H50.9|Strabisme, sans précision|
H52.1|Myopie|
H52.4|Presbytie|
H53.0|Amblyopie|
H60.9|Otite externe|
H61.2|Bouchon de cérumen|
H65.9|Otite séromuqueuse|otite moyenne non suppurée
H66.0|Otite moyenne aiguë suppurée|OMA
H66.9|Otite moyenne, sans précision|
H72.9|Perforation du tympan|
H81.0|Maladie de Ménière|
H81.1|Vertige positionnel paroxystique bénin|VPPB
H81.2|Névrite vestibulaire|neuronite
H83.0|Labyrinthite|
H90.3|Surdité de perception bilatérale|hypoacousie
H91.1|Presbyacousie|
H91.9|Perte de l’audition, sans précision|surdité, hypoacousie
H93.1|Acouphènes|
I10|Hypertension artérielle|HTA, tension artérielle
I11.9|Cardiopathie hypertensive, sans insuffisance cardiaque|HTA
I15.9|Hypertension artérielle secondaire|HTA
I20.0|Angor instable|syndrome coronarien aigu, SCA
I20.9|Angor|angine de poitrine
I21.9|Infarctus du myocarde aigu|IDM, SCA
I25.1|Cardiopathie ischémique par athérome|coronaropathie, maladie coronaire
I25.2|Infarctus du myocarde ancien|IDM
I25.9|Cardiopathie ischémique chronique|coronaropathie
I26.9|Embolie pulmonaire|EP
I27.0|Hypertension artérielle pulmonaire primitive|HTAP
I30.9|Péricardite aiguë|
I33.0|Endocardite infectieuse|
I34.0|Insuffisance mitrale|fuite mitrale
I35.0|Rétrécissement aortique|sténose aortique
I35.1|Insuffisance aortique|fuite aortique
I42.0|Cardiomyopathie dilatée|
I42.9|Cardiomyopathie, sans précision|
I44.2|Bloc auriculo-ventriculaire complet|BAV complet, BAV 3
I44.7|Bloc de branche gauche|BBG
I45.1|Bloc de branche droit|BBD
I45.6|Syndrome de Wolff-Parkinson-White|préexcitation
I47.1|Tachycardie supraventriculaire|Bouveret, jonctionnelle
I48.0|Fibrillation atriale paroxystique|FA, ACFA
I48.2|Fibrillation atriale permanente|FA, ACFA
I48.9|Fibrillation atriale, sans précision|FA, ACFA, flutter
I49.1|Extrasystoles auriculaires|ESA
I49.3|Extrasystoles ventriculaires|ESV
I49.5|Dysfonction sinusale|maladie rythmique auriculaire, maladie de l’oreillette
I50.0|Insuffisance cardiaque congestive|IC
I50.1|Insuffisance ventriculaire gauche|OAP, IVG cardiaque
I50.9|Insuffisance cardiaque, sans précision|IC
I60.9|Hémorragie sous-arachnoïdienne|méningée, anévrisme rompu
I61.9|Hémorragie intracérébrale|AVC hémorragique
I63.9|Infarctus cérébral|AVC ischémique
I64|Accident vasculaire cérébral, sans précision|AVC
I65.2|Sténose de la carotide|
I67.1|Anévrisme cérébral non rompu|
I69.4|Séquelles d’accident vasculaire cérébral|AVC
I70.0|Athérome de l’aorte|
I70.2|Artériopathie des membres inférieurs|AOMI, artérite
I71.2|Anévrisme de l’aorte thoracique, sans rupture|
I71.4|Anévrisme de l’aorte abdominale, sans rupture|AAA
I73.0|Syndrome de Raynaud|
I73.9|Maladie vasculaire périphérique, sans précision|
I80.0|Thrombose veineuse superficielle du membre inférieur|phlébite superficielle, paraphlébite
I80.2|Thrombose veineuse profonde du membre inférieur|phlébite, TVP
I83.0|Varices des membres inférieurs avec ulcère|
I83.9|Varices des membres inférieurs, sans ulcère ni inflammation|
I85.9|Varices œsophagiennes sans hémorragie|
I86.1|Varicocèle|
I87.2|Insuffisance veineuse chronique|
I88.9|Adénite, sans précision|
I89.0|Lymphœdème|
I95.1|Hypotension orthostatique|
I95.9|Hypotension, sans précision|
J00|Rhinopharyngite aiguë|rhume
J01.0|Sinusite maxillaire aiguë|
J01.9|Sinusite aiguë, sans précision|
J02.0|Angine à streptocoque|pharyngite à streptocoque
J02.9|Pharyngite aiguë|angine
J03.9|Angine aiguë|amygdalite
J04.0|Laryngite aiguë|
J05.0|Laryngite aiguë sous-glottique|croup
J06.9|Infection aiguë des voies respiratoires supérieures|IVRS
J11.1|Grippe|syndrome grippal
J15.9|Pneumonie bactérienne|
J18.1|Pneumonie lobaire|
J18.9|Pneumopathie, sans précision|pneumonie
J20.9|Bronchite aiguë|
J21.9|Bronchiolite aiguë|
J30.1|Rhinite allergique au pollen|rhume des foins, pollinose
J30.4|Rhinite allergique, sans précision|
J31.0|Rhinite chronique|
J32.9|Sinusite chronique|
J33.9|Polype nasal|polypose
J34.2|Déviation de la cloison nasale|
J35.0|Amygdalite chronique|
J35.2|Hypertrophie des végétations adénoïdes|
J40|Bronchite, sans précision|
J42|Bronchite chronique|
J43.9|Emphysème|
J44.1|BPCO avec exacerbation|
J44.9|Bronchopneumopathie chronique obstructive|BPCO
J45.0|Asthme à prédominance allergique|asthme allergique
J45.9|Asthme, sans précision|
J47|Dilatation des bronches|bronchectasie, DDB
J84.1|Fibrose pulmonaire|pneumopathie interstitielle
J90|Épanchement pleural|pleurésie
J93.9|Pneumothorax|
J96.1|Insuffisance respiratoire chronique|
K02.9|Carie dentaire|
K04.7|Abcès dentaire|
K05.1|Gingivite chronique|
K12.0|Aphtes|aphtose
K21.0|Reflux gastro-œsophagien avec œsophagite|RGO
K21.9|Reflux gastro-œsophagien|RGO
K22.7|Endobrachyœsophage|Barrett, EBO
K25.9|Ulcère gastrique|UGD
K26.9|Ulcère duodénal|UGD
K29.7|Gastrite|
K30|Dyspepsie|
K35.8|Appendicite aiguë|
K40.9|Hernie inguinale, sans occlusion ni gangrène|
K42.9|Hernie ombilicale, sans occlusion ni gangrène|
K43.9|Hernie ventrale, sans occlusion ni gangrène|ligne blanche
K44.9|Hernie hiatale|hernie diaphragmatique
K50.9|Maladie de Crohn|MICI
K51.9|Rectocolite hémorragique|RCH, MICI
K52.9|Gastro-entérite ou colite non infectieuse|
K57.3|Diverticulose colique|diverticule, sigmoïdite
K58|Syndrome de l’intestin irritable|colopathie fonctionnelle, SII, TFI
K59.0|Constipation|
K59.1|Diarrhée fonctionnelle|
K60.2|Fissure anale|
K60.3|Fistule anale|
K61.0|Abcès anal|
K62.5|Rectorragie|hémorragie anale
K63.5|Polype du côlon|
K64.9|Hémorroïdes|
K70.0|Stéatose hépatique alcoolique|
K70.3|Cirrhose alcoolique|
K74.6|Cirrhose, sans précision|
K75.4|Hépatite auto-immune|
K76.0|Stéatose hépatique|foie gras
K80.0|Lithiase vésiculaire avec cholécystite aiguë|
K80.2|Lithiase vésiculaire|calcul biliaire
K81.0|Cholécystite aiguë|
K83.0|Angiocholite|
K85.9|Pancréatite aiguë|
K86.1|Pancréatite chronique|
K90.0|Maladie cœliaque|intolérance au gluten
K92.2|Hémorragie digestive|
L01.0|Impétigo|
L02.9|Abcès cutané ou furoncle|
L03.0|Panaris|cellulite du doigt
L05.9|Kyste pilonidal|sinus pilonidal
L20.9|Dermatite atopique|eczéma atopique
L21.9|Dermite séborrhéique|
L22|Érythème fessier|
L23.9|Eczéma de contact allergique|dermite de contact
L24.9|Dermite de contact irritative|
L29.9|Prurit|démangeaisons
L30.4|Intertrigo|
L30.9|Eczéma, sans précision|dermite
L40.5|Rhumatisme psoriasique|
L40.9|Psoriasis|
L42|Pityriasis rosé de Gibert|
L43.9|Lichen plan|
L50.9|Urticaire|
L57.0|Kératose actinique|
L60.0|Ongle incarné|
L63.9|Pelade|
L64.9|Alopécie androgénétique|calvitie
L70.0|Acné|
L71.9|Rosacée|couperose
L72.0|Kyste épidermique|
L72.1|Kyste trichilemmal|kyste sébacé, loupe
L73.2|Maladie de Verneuil|hidrosadénite
L80|Vitiligo|
L82|Kératose séborrhéique|verrue séborrhéique
L84|Cors et durillons|
L89.9|Escarre|ulcère de décubitus
L90.5|Cicatrice|
L91.0|Cicatrice chéloïde|
L93.0|Lupus érythémateux discoïde|
L97|Ulcère de jambe|
M05.9|Polyarthrite rhumatoïde séropositive|PR
M06.9|Polyarthrite rhumatoïde|PR
M10.0|Goutte idiopathique|
M10.9|Goutte|
M13.9|Arthrite, sans précision|
M15.9|Polyarthrose|
M16.9|Coxarthrose|arthrose de hanche
M17.9|Gonarthrose|arthrose du genou
M18.9|Rhizarthrose|arthrose du pouce
M19.9|Arthrose, sans précision|
M20.1|Hallux valgus|
M22.2|Syndrome fémoro-patellaire|syndrome rotulien
M23.2|Lésion méniscale ancienne|ménisque
M25.5|Arthralgie|douleur articulaire
M31.5|Artérite à cellules géantes avec pseudopolyarthrite rhizomélique|Horton, PPR
M31.6|Artérite à cellules géantes|maladie de Horton
M32.9|Lupus érythémateux disséminé|LED
M34.9|Sclérodermie systémique|
M35.0|Syndrome de Gougerot-Sjögren|syndrome sec
M35.3|Pseudopolyarthrite rhizomélique|PPR
M41.9|Scoliose|
M43.1|Spondylolisthésis|
M45|Spondylarthrite ankylosante|SPA, pelvispondylite
M46.1|Sacro-iliite|
M47.9|Arthrose du rachis|spondylarthrose, cervicarthrose
M48.0|Canal lombaire étroit|sténose canalaire
M50.1|Névralgie cervico-brachiale discale|NCB, hernie discale cervicale
M51.1|Lombosciatique par conflit discal|hernie discale, radiculopathie
M51.2|Hernie discale lombaire|
M54.2|Cervicalgie|
M54.3|Sciatique|
M54.4|Lombosciatique|lumbago avec sciatique
M54.5|Lombalgie|lumbago, mal de dos
M54.6|Dorsalgie|rachis thoracique
M65.3|Doigt à ressaut|
M65.4|Ténosynovite de De Quervain|
M67.4|Kyste synovial|
M70.2|Bursite de l’olécrâne|hygroma du coude
M70.6|Bursite trochantérienne|
M71.2|Kyste poplité|kyste de Baker
M72.0|Maladie de Dupuytren|
M72.2|Aponévrosite plantaire|fasciite
M75.0|Capsulite rétractile de l’épaule|épaule gelée
M75.1|Syndrome de la coiffe des rotateurs|tendinopathie de l’épaule
M75.3|Tendinite calcifiante de l’épaule|
M76.6|Tendinite d’Achille|
M77.0|Épitrochléite|épicondylite médiale
M77.1|Épicondylite latérale|tennis elbow, épicondylite
M77.3|Épine calcanéenne|
M79.1|Myalgies|
M79.6|Douleur d’un membre|
M79.7|Fibromyalgie|
M80.9|Ostéoporose avec fracture|
M81.0|Ostéoporose post-ménopausique|
M81.9|Ostéoporose|
M87.9|Ostéonécrose|
M89.0|Algodystrophie|SDRC
M92.5|Maladie d’Osgood-Schlatter|
`
