/** Chapters I to VI: one code a line, its label in our words, other words it is looked for by. */
export const cim10FromAToG = `
A04.7|Colite à Clostridioides difficile|clostridium
A08.0|Gastro-entérite à rotavirus|
A09.0|Gastro-entérite d’origine infectieuse|diarrhée aiguë, GEA
A09.9|Gastro-entérite d’origine non précisée|GEA
A15.0|Tuberculose pulmonaire, confirmée par examen microscopique|BK
A37.9|Coqueluche|
A38|Scarlatine|
A46|Érysipèle|dermohypodermite
A49.9|Infection bactérienne, sans précision|
A51.0|Syphilis primaire génitale|IST
A53.9|Syphilis, sans précision|IST
A54.9|Infection à gonocoque|blennorragie, chaude-pisse, gonococcie, IST
A56.2|Infection génito-urinaire à Chlamydia|IST
A60.0|Herpès génital|IST
A63.0|Condylomes acuminés|verrues génitales, crêtes de coq, HPV, IST
A69.2|Maladie de Lyme|borréliose, érythème migrant, tique
B00.1|Herpès labial|bouton de fièvre
B00.9|Infection à virus herpès, sans précision|
B01.9|Varicelle sans complication|
B02.2|Zona avec atteinte neurologique|névralgie post-zostérienne, douleur post-zostérienne
B02.3|Zona ophtalmique|
B02.9|Zona sans complication|
B05.9|Rougeole sans complication|
B07|Verrues|verrue plantaire
B08.1|Molluscum contagiosum|
B08.2|Exanthème subit|roséole, sixième maladie
B08.3|Mégalérythème épidémique|cinquième maladie, parvovirus
B08.4|Syndrome pieds-mains-bouche|coxsackie
B15.9|Hépatite A|
B18.1|Hépatite B chronique|VHB
B18.2|Hépatite C chronique|VHC
B24|Maladie due au VIH, sans précision|sida
B26.9|Oreillons sans complication|
B27.9|Mononucléose infectieuse|MNI
B34.9|Infection virale, sans précision|virose, syndrome viral
B35.0|Teigne du cuir chevelu|mycose
B35.1|Onychomycose|mycose des ongles
B35.3|Mycose des pieds|pied d’athlète, intertrigo inter-orteils
B35.4|Dermatophytose de la peau glabre|herpès circiné, mycose
B35.6|Mycose des plis de l’aine|eczéma marginé de Hebra
B36.0|Pityriasis versicolor|
B37.0|Candidose buccale|muguet
B37.2|Candidose de la peau|mycose, intertrigo
B37.3|Candidose vulvo-vaginale|mycose vaginale
B54|Paludisme, sans précision|malaria
B58.9|Toxoplasmose, sans précision|
B77.9|Ascaridiose|ascaris, vers
B80|Oxyurose|oxyures, vers
B85.0|Pédiculose du cuir chevelu|poux
B86|Gale|scabiose
C02.9|Cancer de la langue|tumeur maligne
C15.9|Cancer de l’œsophage|tumeur maligne
C16.9|Cancer de l’estomac|cancer gastrique, tumeur maligne
C18.9|Cancer du côlon|cancer colorectal, CCR, tumeur maligne
C20|Cancer du rectum|tumeur maligne
C22.0|Carcinome hépatocellulaire|cancer du foie, CHC
C25.9|Cancer du pancréas|tumeur maligne
C32.9|Cancer du larynx|tumeur maligne
C34.9|Cancer bronchopulmonaire|cancer du poumon, tumeur maligne
C43.9|Mélanome malin de la peau|
C44.9|Cancer de la peau autre que le mélanome|carcinome basocellulaire, CBC, carcinome épidermoïde
C50.9|Cancer du sein|tumeur maligne
C53.9|Cancer du col de l’utérus|tumeur maligne
C54.1|Cancer de l’endomètre|cancer de l’utérus, tumeur maligne
C56|Cancer de l’ovaire|tumeur maligne
C61|Cancer de la prostate|adénocarcinome, tumeur maligne
C62.9|Cancer du testicule|tumeur maligne
C64|Cancer du rein|tumeur maligne
C67.9|Cancer de la vessie|tumeur maligne
C71.9|Tumeur maligne de l’encéphale|tumeur cérébrale, glioblastome
C73|Cancer de la thyroïde|tumeur maligne
C78.0|Métastases pulmonaires|
C79.5|Métastases osseuses|
C81.9|Lymphome de Hodgkin|maladie de Hodgkin
C85.9|Lymphome non hodgkinien, sans précision|LNH
C90.0|Myélome multiple|maladie de Kahler
C91.1|Leucémie lymphoïde chronique|LLC
C92.1|Leucémie myéloïde chronique|LMC
D05.9|Carcinome in situ du sein|
D06.9|Carcinome in situ du col de l’utérus|CIN 3
D12.6|Adénome du côlon|polype adénomateux
D17.9|Lipome|
D18.0|Hémangiome|angiome
D22.9|Nævus|grain de beauté
D24|Tumeur bénigne du sein|fibroadénome, adénofibrome
D25.9|Fibrome utérin|myome, léiomyome
D34|Tumeur bénigne de la thyroïde|adénome
D45|Polyglobulie de Vaquez|polycythémie vraie
D46.9|Syndrome myélodysplasique|SMD
D47.2|Gammapathie monoclonale|MGUS, GMSI
D47.3|Thrombocytémie essentielle|
D50.9|Anémie par carence en fer|anémie ferriprive, martiale
D51.0|Anémie de Biermer|maladie de Biermer, anémie pernicieuse
D52.9|Anémie par carence en folates|acide folique
D56.9|Thalassémie, sans précision|
D57.1|Drépanocytose sans crise|hémoglobine S
D57.3|Trait drépanocytaire|
D64.9|Anémie, sans précision|
D66|Hémophilie A|facteur VIII
D68.0|Maladie de Willebrand|
D68.5|Thrombophilie primitive|facteur V Leiden, protéine C, protéine S
D69.3|Purpura thrombopénique immunologique|PTI
D69.6|Thrombopénie, sans précision|
D70|Neutropénie|agranulocytose
D72.1|Hyperéosinophilie|éosinophilie
D86.9|Sarcoïdose|BBS
E03.9|Hypothyroïdie|
E04.1|Nodule thyroïdien|
E04.2|Goitre multinodulaire|
E04.9|Goitre, sans précision|
E05.0|Maladie de Basedow|hyperthyroïdie avec goitre
E05.9|Hyperthyroïdie, sans précision|thyrotoxicose
E06.3|Thyroïdite de Hashimoto|thyroïdite auto-immune
E10|Diabète de type 1|DT1, DID, diabète insulinodépendant
E10.9|Diabète de type 1 sans complication|DT1
E11|Diabète de type 2|DT2, DNID
E11.2|Diabète de type 2 avec complications rénales|DT2, néphropathie diabétique
E11.3|Diabète de type 2 avec complications oculaires|DT2, rétinopathie
E11.4|Diabète de type 2 avec complications neurologiques|DT2, neuropathie diabétique
E11.5|Diabète de type 2 avec complications vasculaires périphériques|DT2, artériopathie
E11.7|Diabète de type 2 avec complications multiples|DT2
E11.9|Diabète de type 2 sans complication|DT2
E16.2|Hypoglycémie, sans précision|
E21.0|Hyperparathyroïdie primaire|
E22.1|Hyperprolactinémie|
E27.1|Insuffisance surrénale primaire|maladie d’Addison
E28.2|Syndrome des ovaires polykystiques|SOPK
E43|Dénutrition sévère|malnutrition
E46|Dénutrition, sans précision|malnutrition
E53.8|Carence en vitamine B12|cobalamine
E55.9|Carence en vitamine D|
E61.1|Carence en fer|carence martiale
E66.0|Obésité par excès calorique|
E66.9|Obésité, sans précision|surpoids, IMC
E73.9|Intolérance au lactose|
E78.0|Hypercholestérolémie pure|cholestérol, dyslipidémie, LDL
E78.1|Hypertriglycéridémie pure|dyslipidémie, triglycérides
E78.2|Hyperlipidémie mixte|dyslipidémie mixte
E78.5|Hyperlipidémie, sans précision|dyslipidémie
E79.0|Hyperuricémie sans goutte|acide urique
E80.4|Syndrome de Gilbert|
E83.1|Hémochromatose|surcharge en fer
E84.9|Mucoviscidose|
E86|Déshydratation|hypovolémie
E87.1|Hyponatrémie|
E87.5|Hyperkaliémie|
E87.6|Hypokaliémie|
F00.9|Démence de la maladie d’Alzheimer|trouble neurocognitif
F01.9|Démence vasculaire|trouble neurocognitif
F03|Démence, sans précision|trouble neurocognitif majeur
F05.9|Syndrome confusionnel|délirium, confusion
F06.7|Trouble cognitif léger|MCI
F10.1|Usage nocif d’alcool|alcool, mésusage
F10.2|Dépendance à l’alcool|alcoolisme, éthylisme, OH
F11.2|Dépendance aux opiacés|héroïne, méthadone, buprénorphine, toxicomanie
F12.1|Usage nocif de cannabis|
F12.2|Dépendance au cannabis|
F17.2|Dépendance au tabac|tabagisme, nicotine
F20.9|Schizophrénie|psychose
F25.9|Trouble schizo-affectif|
F31.9|Trouble bipolaire|maniaco-dépressif, PMD
F32.0|Épisode dépressif léger|dépression
F32.1|Épisode dépressif moyen|dépression
F32.2|Épisode dépressif sévère sans symptômes psychotiques|dépression
F32.9|Épisode dépressif, sans précision|dépression, EDC
F33.9|Trouble dépressif récurrent|dépression
F34.1|Dysthymie|
F40.0|Agoraphobie|
F40.1|Phobie sociale|
F40.2|Phobie spécifique|
F41.0|Trouble panique|attaque de panique, angoisse
F41.1|Anxiété généralisée|TAG, anxiété
F41.2|Trouble anxieux et dépressif mixte|anxio-dépressif
F41.9|Trouble anxieux, sans précision|anxiété
F42.9|Trouble obsessionnel compulsif|TOC
F43.0|Réaction aiguë à un facteur de stress|choc émotionnel
F43.1|État de stress post-traumatique|ESPT, TSPT
F43.2|Trouble de l’adaptation|deuil, réactionnel
F45.9|Trouble somatoforme|somatisation
F50.0|Anorexie mentale|TCA
F50.2|Boulimie|TCA
F51.0|Insomnie non organique|trouble du sommeil
F52.2|Trouble de l’érection psychogène|dysfonction érectile
F53.0|Dépression du post-partum|puerpéral
F60.3|Personnalité émotionnellement labile|borderline
F81.0|Dyslexie|trouble de la lecture, dys
F84.0|Autisme infantile|TSA, spectre autistique
F90.0|Trouble déficit de l’attention avec hyperactivité|TDAH
F95.2|Maladie de Gilles de la Tourette|tics
F98.0|Énurésie non organique|
G20|Maladie de Parkinson|
G25.0|Tremblement essentiel|
G25.8|Syndrome des jambes sans repos|impatiences, SJSR
G30.9|Maladie d’Alzheimer|
G35|Sclérose en plaques|SEP
G40.9|Épilepsie, sans précision|comitialité, crise
G43.0|Migraine sans aura|
G43.1|Migraine avec aura|
G43.9|Migraine, sans précision|
G44.0|Algie vasculaire de la face|
G44.2|Céphalée de tension|
G45.9|Accident ischémique transitoire|AIT
G47.0|Insomnie|trouble du sommeil
G47.3|Apnées du sommeil|SAOS, SAS
G47.4|Narcolepsie|
G50.0|Névralgie du trijumeau|
G51.0|Paralysie faciale périphérique|paralysie de Bell, a frigore
G56.0|Syndrome du canal carpien|
G56.2|Atteinte du nerf ulnaire|nerf cubital
G57.1|Méralgie paresthésique|nerf fémoro-cutané
G57.6|Névrome de Morton|
G58.0|Névralgie intercostale|
G61.0|Syndrome de Guillain-Barré|
G62.9|Polyneuropathie, sans précision|neuropathie périphérique
G70.0|Myasthénie|
G80.9|Paralysie cérébrale|infirmité motrice cérébrale, IMC
G81.9|Hémiplégie, sans précision|
G82.2|Paraplégie, sans précision|
`
