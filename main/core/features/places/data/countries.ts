/**
 * Countries and territories of birth: `code|name|from|to`, dates of existence under that code where it had a beginning
 * or an end since 1943. From INSEE, Code officiel géographique 2025, table of countries and territories (Licence Ouverte
 * 2.0). A code that served two states has a line for each. The last lines are the codes borne by births in Algeria,
 * Morocco and Tunisia while France administered them.
 */
export const countries = `99101|Danemark||
99102|Islande||
99103|Norvège||
99104|Suède||
99105|Finlande||
99106|Estonie|1991-08-20|
99107|Lettonie|1991-11-08|
99108|Lituanie|1990-03-10|
99109|Allemagne||
99110|Autriche||
99111|Bulgarie||
99112|Hongrie||
99113|Liechtenstein||
99114|Roumanie||
99115|Tchécoslovaquie||1993-01-01
99116|Tchéquie|1993-01-01|
99117|Slovaquie|1993-01-01|
99118|Bosnie-Herzégovine|1992-03-01|
99119|Croatie|1991-06-25|
99120|Monténégro|2006-06-08|
99121|Serbie|2006-06-08|
99121|Yougoslavie||2003-02-04
99121|Serbie-et-Monténégro|2003-02-04|2006-06-08
99122|Pologne||
99123|Russie|1991-12-25|
99123|URSS||1991-12-25
99125|Albanie||
99126|Grèce||
99127|Italie||
99128|Saint-Marin||
99129|Vatican||
99130|Andorre||
99131|Belgique||
99132|Royaume-Uni||
99133|Gibraltar, Akrotiri et Dhekelia||
99134|Espagne||
99135|Pays-Bas||
99136|Irlande||
99137|Luxembourg||
99138|Monaco||
99139|Portugal||
99140|Suisse||
99141|Allemagne de l’Est|1949-05-23|1990-10-03
99142|Allemagne de l’Ouest|1949-05-23|1990-10-03
99143|Chypre (code d’avant 1994)||1994-01-01
99144|Malte||
99145|Slovénie|1991-06-25|
99148|Biélorussie|1991-08-25|
99151|Moldavie|1991-08-27|
99155|Ukraine|1991-08-24|
99156|Macédoine du Nord|1991-09-08|
99157|Kosovo|2007-02-08|
99158|Îles Féroé||
99159|Jan Mayen et Svalbard||
99160|Åland||
99161|Jersey, Guernesey, île de Man||
99162|Île des Faisans||
99201|Arabie saoudite||
99202|Yémen du Nord||1990-01-01
99203|Irak||
99204|Iran||
99205|Liban||
99206|Syrie||
99207|Israël|1948-05-14|
99208|Turquie||
99212|Afghanistan||
99213|Pakistan||
99214|Bhoutan||
99215|Népal||
99216|Chine||
99217|Japon||
99218|Mandchoukouo||1945-08-18
99219|Thaïlande||
99220|Philippines||
99222|Jordanie||
99223|Inde||
99224|Birmanie||
99225|Brunei||
99226|Singapour||
99227|Malaisie||
99228|États malais non fédérés||1946-04-01
99229|Maldives||
99230|Hong Kong||
99231|Indonésie||
99232|Macao||
99233|Yémen du Sud|1967-11-30|1990-01-01
99234|Cambodge||
99235|Sri Lanka||
99236|Taïwan||
99237|Corée||1953-01-01
99238|Corée du Nord|1953-01-01|
99239|Corée du Sud|1953-01-01|
99240|Koweït||
99241|Laos||
99242|Mongolie||
99243|Vietnam||
99244|Vietnam du Nord|1954-07-20|1976-07-02
99245|Vietnam du Sud|1954-07-20|1976-07-02
99246|Bangladesh|1971-03-16|
99247|Émirats arabes unis||
99248|Qatar||
99249|Bahreïn||
99250|Oman||
99251|Yémen|1990-01-01|
99252|Arménie|1991-09-21|
99253|Azerbaïdjan|1991-08-30|
99254|Chypre|1994-01-01|
99255|Géorgie|1991-04-09|
99256|Kazakhstan|1991-12-16|
99257|Kirghizstan|1991-08-31|
99258|Ouzbékistan|1991-08-31|
99259|Tadjikistan|1991-09-09|
99260|Turkménistan|1991-10-27|
99261|Palestine||
99262|Timor oriental|2002-05-20|
99263|Protectorat d’Arabie du Sud|1962-04-04|1967-11-30
99264|Nouvelle-Guinée néerlandaise||1963-05-01
99265|Territoires australiens de l’océan Indien||
99301|Égypte||
99302|Libéria||
99303|Afrique du Sud||
99304|Gambie||
99305|Cameroun britannique||1961-10-01
99306|Sainte-Hélène, Ascension et Tristan da Cunha||
99307|Kenya (code d’avant 1963)||1963-12-12
99308|Îles Chagos||
99309|Tanzanie||
99310|Zimbabwe||
99311|Namibie||
99312|République démocratique du Congo||
99313|Ceuta, Melilla, Présides, îles Canaries||
99314|Guinée équatoriale||
99315|Éthiopie||
99316|Libye||
99317|Érythrée|1993-05-24|
99318|Somalie||
99319|Açores, Madère||
99320|Mozambique (code d’avant 1975)||1975-06-25
99321|Burundi||
99322|Cameroun||
99323|Centrafrique||
99324|Congo||
99325|Tanger||1956-10-29
99326|Côte d’Ivoire||
99327|Bénin||
99328|Gabon||
99329|Ghana||
99330|Guinée||
99331|Burkina Faso||
99332|Kenya|1963-12-12|
99333|Madagascar||
99334|Malawi||
99335|Mali||
99336|Mauritanie||
99337|Niger||
99338|Nigéria||
99339|Ouganda||
99340|Rwanda||
99341|Sénégal||
99342|Sierra Leone||
99343|Soudan||
99344|Tchad||
99345|Togo||
99346|Zambie||
99347|Botswana||
99348|Lesotho||
99349|Soudan du Sud|2011-07-09|
99350|Maroc|1956-03-02|
99351|Tunisie|1956-03-20|
99352|Algérie|1962-07-05|
99362|Zanzibar||1964-04-26
99363|Terres australes norvégiennes||
99389|Sahara occidental||
99390|Maurice||
99391|Eswatini (Swaziland)||
99392|Guinée-Bissao||
99393|Mozambique|1975-06-25|
99394|Sao Tomé-et-Principe||
99395|Angola||
99396|Cap-Vert||
99397|Comores||
99398|Seychelles||
99399|Djibouti|1977-06-27|
99401|Canada||
99402|Terre-Neuve||1949-03-31
99403|Labrador||1949-03-31
99404|États-Unis||
99405|Mexique||
99406|Costa Rica||
99407|Cuba||
99408|République dominicaine||
99409|Guatémala||
99410|Haïti||
99411|Honduras||
99412|Nicaragua||
99413|Panama||
99414|Salvador||
99415|Argentine||
99416|Brésil||
99417|Chili||
99418|Bolivie||
99419|Colombie||
99420|Équateur||
99421|Paraguay||
99422|Pérou||
99423|Uruguay||
99424|Vénézuéla||
99425|Territoires britanniques des Antilles et Bermudes||
99426|Jamaïque||
99427|Îles Malouines et Géorgie du Sud||
99428|Guyana||
99429|Bélize||
99430|Groenland||
99431|Aruba||
99432|Porto Rico et îles Vierges des États-Unis||
99433|Trinité-et-Tobago||
99434|Barbade||
99435|Grenade||
99436|Bahamas||
99437|Suriname||
99438|Dominique||
99439|Sainte-Lucie||
99440|Saint-Vincent-et-les-Grenadines||
99441|Antigua-et-Barbuda||
99442|Saint-Christophe-et-Niévès||
99443|Bonaire, Saint-Eustache, Saba||
99444|Curaçao||
99445|Saint-Martin (partie néerlandaise)||
99446|Territoire antarctique argentin||
99447|Territoire antarctique chilien||
99501|Australie||
99502|Nouvelle-Zélande||
99503|Pitcairn||
99504|Îles Hawaï||1959-08-21
99505|Guam, Mariannes du Nord, Samoa américaines||
99506|Samoa||
99507|Nauru||
99508|Fidji||
99509|Tonga||
99510|Papouasie-Nouvelle-Guinée||
99511|Tuvalu||
99512|Îles Salomon||
99513|Kiribati||
99514|Vanuatu||
99515|Îles Marshall||
99516|Micronésie||
99517|Palaos||
99519|Tokelau et dépendance de Ross||
99520|Îles Cook||
99521|Niue||
99522|Île Norfolk et îles de la mer de Corail||
99699|Antarctique||
91352|Algérie, département d’Alger||1962-07-05
92352|Algérie, département d’Oran||1962-07-05
93352|Algérie, département de Constantine||1962-07-05
94352|Algérie, Territoires du Sud||1962-07-05
95350|Maroc (code d’avant 1956)||1956-03-02
96351|Tunisie (code d’avant 1956)||1956-03-20`
