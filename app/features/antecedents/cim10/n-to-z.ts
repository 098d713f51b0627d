/** Chapters XIV to XXII: one code a line, its label in our words, other words it is looked for by. */
export const cim10FromNToZ = `
N10|Pyélonéphrite aiguë|PNA
N17.9|Insuffisance rénale aiguë|IRA
N18.3|Maladie rénale chronique, stade 3|IRC, insuffisance rénale chronique
N18.4|Maladie rénale chronique, stade 4|IRC, insuffisance rénale chronique
N18.5|Maladie rénale chronique, stade 5|IRC, insuffisance rénale terminale
N18.9|Maladie rénale chronique, sans précision|IRC, insuffisance rénale chronique
N20.0|Calcul du rein|lithiase urinaire
N20.1|Calcul de l’uretère|lithiase urinaire
N23|Colique néphrétique|
N28.1|Kyste du rein|
N30.0|Cystite aiguë|
N32.8|Hyperactivité vésicale|vessie hyperactive
N39.0|Infection urinaire|
N39.3|Incontinence urinaire d’effort|
N39.4|Incontinence urinaire, autre|urgenturie
N40|Hypertrophie bénigne de la prostate|HBP, adénome prostatique
N41.0|Prostatite aiguë|
N43.3|Hydrocèle|
N45.9|Orchi-épididymite|orchite
N46|Infertilité masculine|stérilité
N47|Phimosis|
N48.1|Balanite|
N48.4|Dysfonction érectile d’origine organique|impuissance
N60.1|Mastopathie fibrokystique|
N61|Mastite|abcès du sein
N62|Gynécomastie|hypertrophie mammaire
N63|Nodule du sein|
N64.4|Mastodynie|
N70.9|Salpingite|
N72|Cervicite|
N73.9|Infection génitale haute|IGH
N75.0|Kyste de la glande de Bartholin|
N76.0|Vaginite aiguë|
N80.0|Adénomyose|endométriose de l’utérus
N80.9|Endométriose|
N81.1|Cystocèle|prolapsus
N81.4|Prolapsus utéro-vaginal|
N83.2|Kyste de l’ovaire|
N87.9|Dysplasie du col de l’utérus|CIN
N91.2|Aménorrhée|
N92.0|Ménorragies|règles abondantes
N92.6|Règles irrégulières|
N93.9|Métrorragies|saignement utérin
N94.1|Dyspareunie|
N94.3|Syndrome prémenstruel|
N94.6|Dysménorrhée|règles douloureuses
N95.0|Saignement post-ménopausique|métrorragies
N95.1|Troubles de la ménopause|bouffées de chaleur
N95.2|Atrophie vaginale de la ménopause|sécheresse vaginale
N97.9|Infertilité féminine|stérilité
O00.9|Grossesse extra-utérine|GEU
O03.9|Fausse couche spontanée|FCS, avortement spontané
O04.9|Interruption volontaire de grossesse|IVG, avortement médical
O13|Hypertension gestationnelle|HTA gravidique
O14.1|Prééclampsie sévère|
O14.9|Prééclampsie|toxémie gravidique
O24.4|Diabète gestationnel|
O80.9|Accouchement spontané|voie basse
O82.9|Accouchement par césarienne|
P07.3|Prématurité|né avant terme
Q21.0|Communication interventriculaire|CIV
Q21.1|Communication interauriculaire|CIA, foramen ovale, FOP
Q53.9|Cryptorchidie|testicule non descendu
Q61.2|Polykystose rénale autosomique dominante|PKRAD
Q65.2|Luxation congénitale de hanche|
Q66.0|Pied bot varus équin|
Q67.6|Pectus excavatum|thorax en entonnoir
Q85.0|Neurofibromatose|Recklinghausen
Q90.9|Trisomie 21|syndrome de Down
R00.0|Tachycardie, sans précision|
R00.2|Palpitations|
R01.1|Souffle cardiaque|
R03.0|Tension artérielle élevée sans diagnostic d’hypertension|
R04.0|Épistaxis|saignement de nez
R05|Toux|
R06.0|Dyspnée|essoufflement
R07.4|Douleur thoracique, sans précision|
R10.4|Douleurs abdominales|
R11|Nausées et vomissements|
R13|Dysphagie|
R20.2|Paresthésies|fourmillements
R21|Éruption cutanée|rash, exanthème
R25.2|Crampes|
R29.6|Chutes à répétition|
R31|Hématurie|
R32|Incontinence urinaire, sans précision|
R33|Rétention d’urine|
R41.3|Troubles de la mémoire|amnésie, plainte mnésique
R42|Vertiges et étourdissements|
R50.9|Fièvre, sans précision|
R51|Céphalée|mal de tête
R52.2|Douleur chronique|
R53|Asthénie|fatigue, malaise
R55|Syncope|malaise vagal, lipothymie
R56.0|Convulsions fébriles|
R59.9|Adénopathie|ganglion
R60.0|Œdème localisé|
R63.0|Anorexie|perte d’appétit
R63.4|Amaigrissement|perte de poids
R73.0|Intolérance au glucose|prédiabète
R73.9|Hyperglycémie, sans précision|
R74.0|Élévation des transaminases|cytolyse hépatique
R80|Protéinurie isolée|microalbuminurie
S06.0|Commotion cérébrale|
S13.4|Entorse cervicale|coup du lapin
S22.3|Fracture de côte|
S32.0|Fracture d’une vertèbre lombaire|
S42.0|Fracture de la clavicule|
S42.2|Fracture de l’extrémité supérieure de l’humérus|
S43.0|Luxation de l’épaule|
S52.5|Fracture de l’extrémité inférieure du radius|Pouteau-Colles, poignet
S61.0|Plaie du doigt|
S62.6|Fracture d’un doigt autre que le pouce|phalange
S72.0|Fracture du col du fémur|
S82.6|Fracture de la malléole externe|cheville
S83.2|Déchirure récente d’un ménisque|
S83.5|Entorse des ligaments croisés du genou|LCA
S83.6|Entorse du genou|
S93.4|Entorse de la cheville|
T30.0|Brûlure, sans précision|
T63.4|Effet d’un venin d’insecte|piqûre, guêpe, abeille
T78.2|Choc anaphylactique|anaphylaxie
T78.3|Œdème de Quincke|angio-œdème
T78.4|Allergie, sans précision|
T88.7|Effet indésirable d’un médicament|
U07.1|COVID-19, virus identifié|SARS-CoV-2, coronavirus
U09.9|Affection post-COVID-19|COVID long
Z00.0|Examen médical général|bilan de santé
Z00.1|Examen systématique de l’enfant|
Z02.7|Délivrance d’un certificat médical|
Z21|Infection par le VIH sans symptôme|séropositivité
Z30.0|Conseil en contraception|
Z30.1|Pose d’un dispositif intra-utérin|DIU, stérilet
Z30.4|Suivi de contraception|pilule
Z34.9|Suivi de grossesse normale|
Z51.5|Soins palliatifs|
Z60.2|Personne vivant seule|isolement
Z72.0|Tabagisme|tabac, fumeur
Z72.1|Consommation d’alcool|
Z73.0|Épuisement|burn-out, surmenage
Z80.0|Antécédent familial de cancer digestif|
Z80.3|Antécédent familial de cancer du sein|
Z82.4|Antécédent familial de maladie cardiovasculaire|
Z83.3|Antécédent familial de diabète|
Z85.0|Antécédent personnel de cancer digestif|
Z85.3|Antécédent personnel de cancer du sein|
Z88.0|Antécédent d’allergie à la pénicilline|
Z90.1|Absence acquise de sein|mastectomie
Z90.5|Absence acquise de rein|néphrectomie
Z90.7|Absence acquise d’organe génital|hystérectomie, ovariectomie
Z92.1|Traitement anticoagulant au long cours|AVK, AOD
Z93.3|Colostomie|stomie
Z94.0|Greffe de rein|transplantation
Z95.0|Porteur d’un stimulateur cardiaque|pacemaker
Z95.1|Pontage coronarien|
Z95.2|Prothèse valvulaire cardiaque|
Z95.5|Stent coronaire|angioplastie
Z96.6|Prothèse articulaire|PTH, PTG, prothèse de hanche, prothèse de genou
Z97.5|Porteuse d’un dispositif intra-utérin|DIU, stérilet
Z99.2|Dialyse|hémodialyse
`
