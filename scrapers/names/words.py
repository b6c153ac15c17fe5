"""Word lists about names in many languages: titles, particles, conjunctions, words of bodies and what they mean.

No comparison and no folding: `folding` and `likeness` read these lists. Every form is written as `fold` returns it
(lower case, ASCII, one word). To teach a language, add its forms to the lines below.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Stand before a name and are no part of it; dropped wherever another word remains.
TITLES = _words("""
    dr dra doctor doctora doktor docteur dottor dottore dottoressa doutor doutora drs phd prof profa professor professora
    professeur profesor profesora profesorka professore mr mrs ms miss mister mme mlle monsieur madame mademoiselle
    herr frau fru hr senor senora senhor senhora signor signora pan pani bishop bischof biskop biskup obispo vescovo
    eveque bispo archbishop erzbischof arzobispo arcebispo arcivescovo archeveque arcibiskup cardinal kardinal cardenal
    cardinale cardeal kardinal monsignor monsenor monseigneur monsignore mgr msgr mons rev reverend reverendo revd pastor
    pasteur pfarrer sor schwester soeur suor irma pater padre priest imam imaum sheikh shaykh sheik scheich
    cheikh ayatollah ajatollah hojatoleslam rabbi rabbin rabbiner rabino president presidente presidenta prasident
    presidentti judge justice juiz jueza richter richterin lawyer rechtsanwalt rechtsanwaltin maitre advocate
    avocat abogado abogada avvocato avvocata general colonel captain lieutenant sergeant major sir dame lady
    lord hon honorable honourable excellency excelencia saint venerable ven nobelpreistrager senator minister
    principe prinz prins prinsesse prinzessin principessa journalist journaliste journalista giornalista periodista anwalt anwaltin
    """)
# Titles that are also given names, surnames or parts of them: dropped only before at least two other words.
TITLES_OR_NAMES = _words("""
    dom don dona sr sra sri shri smt daw u ko ma frei fray fr frere brother sister father bruder juge abbe
    chief king queen prince princess princesse comandante haji hajji hadji cik tun datuk datin dato ustad maulana mullah
    rabi her his st
    """)
# Small words inside personal names: they neither tell nor contradict.
PARTICLES = _words("""
    de del della dello degli di da do dos das du des d der den van von zu zum zur vom ten ter het la le las los lo l el
    of for al ul ol as ad ibn bin ben bint y e i o the al- jr junior senior sr snr ii iii iv
    """)
ARTICLES = _words("""
    the non no a an of for and in to on at from by with against its der die das des dem den und fur von vom zur zum im in am
    auf gegen fuer le la les l un une du de des d et pour en au aux dans contre sur el los las lo una y e del para por
    con contra il gli i uno dello della dei degli delle per nella nel ed o os as um uma do da dos das em no na nos nas
    pelo pela de het een van voor op og i den det de en et for til av af ett och mot a na v ve se za pro proti o u z
    fra mod imod protiv proty
    """)
CONJUNCTIONS = _words("and und et y e og och samt sowie ja ir si plus và jointly together mit with")

# One line per meaning: the English word, then its forms in other languages. Words of the first table also show that a
# name is one of a body; they are common among bodies, so that sharing them alone says little.
_BODY_MEANINGS = """
association: associacion asociacion associazione associacao associacio assotsiatsiia forening foreningen verein vereinigung vereniging sdruzeni zdruzenie asociace associations asociaciones udruzenje stowarzyszenie assn fellowship society gesellschaft sociedad societe sociedade societa spolecnost selskab sallskap selskap samfund assotsiatsiya asotsiatsiya yhdistys dernegi jmaya aljmaya asociatia egyesulet obshchestvo
organization: organisation organizacion organisations organizations organizzazione organizacao organizacio organizace organizacia organizations organisasjon organisationen organizaciones organisatie organizaciya orgs organizatsiya organizatsiyi organizacija mndhma almndhma orgutu
union: unions unione uniao unio sindicato syndicat gewerkschaft sindacato fagforening syndicate sindicatos sindical verband bund bond forbund forbundet forbundet svaz zvaz zwiazek soiuz soyuz spilka birligi athad unija
committee: comite comitato komitee komite comites komitet komiteen kommittee kommitten vybor vybory comissao comision commission kommission kommissionen komise komisia commissione comissio komitesi ljna bizottsag komisija
council: consejo conseil consiglio conselho consell rat rad raad radet rada rady soviet sovet meclisi mjls
center: centre centro zentrum centrum centra centrum senter senteret center centrs tsentr tsentar centar osrodek markaz merkezi mrkz almrkz kozpont tsentru
foundation: fundacion fondation fondazione fundacao fundacio stiftung stiftelse stichting nadace nadacia fundacja fond fund fundo fonds trust stiftelsen fonden vakfi mussa alapitvany saatio
institute: instituto institut istituto institucion institutet instytut 
movement: movimiento mouvement movimento moviment bewegung beweging bevaegelse bevaegelsen rorelse rorelsen bevegelse hnuti hnutie ruch dvizhenie rukh hareketi hrka
campaign: campana campanha campagna campagne kampagne kampagnen kampanje kampanj kampan campanya kampania
network: red reseau rete rede xarxa netzwerk netwerk nettverk natverk netvaerk sit siet set merezha shbka mreza agi
coalition: coalicion coalizione coalizao coligacao koalition coalitie koalice koalicija koalitsiya
federation: federacion federazione federacao foderation federatie federace
alliance: alianza alleanza alianca allianz alliantie aliance
group: grupo groupe gruppo grup gruppe groep gruppen gruppe skupina collective colectivo collectif collettivo coletivo kollektiv kolektiv grupa gruppa hruppa
project: proyecto projet progetto projeto projekt projects projecte
initiative: iniciativa iniziativa initiativ initiatief iniciativy burgerinitiative initsiatyva initsiativa inicjatywa girisimi
program: programme programa programma programm
commission: kommission comision commissione comissao
league: liga ligue lega lyga rabta ligasi
front: frente fronte
platform: plataforma plateforme piattaforma plattform
forum: foro
observatory: observatorio observatoire osservatorio
office: oficina bureau ufficio escritorio buro kontor
agency: agencia agence agenzia agentur
house: casa maison haus huis dum hus
school: escuela ecole scuola escola schule skola
university: universidad universite universita universidade universitat univerzita
church: iglesia eglise chiesa igreja kirche kerk kirke kyrka cirkev
newspaper: periodico diario journal giornale jornal zeitung krant avis tidning noviny weekly daily magazine revista revue rivista zeitschrift
radio:
television: tv televisione
court: tribunal corte cour gericht gerichtshof
community: comunidad communaute comunita comunidade gemeinschaft gemeinde communities comunidades
people: pueblo peuple popolo povo volk folk pueblos peoples
service: servicio servizio servico dienst services servicios
staff: personal personale angestellte angestellten mitarbeiter ansatte
party: partido parti partito partei
secretariat: secretariado
department: departamento ministry ministerio vicaria vicariate vicariat
brigades: brigadas brigate brigaden
volunteers: voluntarios voluntari freiwillige
club: klub
team: equipo equipe squadra
agitators:
choir: coro orchestra orquesta
festival:
cooperative: cooperativa
hospital: clinic clinica klinik
library: biblioteca bibliothek
archive: archivo archiv
action: accion aktion azione acao
aid: hilfe aide ayuda aiuto ajuda help pomoc hjelp hjalp hulp
defense: defensa defence difesa defesa verteidigung defenders defensores defensoras defenseurs difensori verteidiger ochrana ochranu zashchity zakhystu oborony lldfaa obrony
support: apoyo soutien
resistance: resistencia
corps:
legal: juridico juridique rechtshilfe
coordination: coordinating coordinadora coordinator coordinacion coordinamento coordenacao koordination koordinierung
"""
_MEANINGS = """
human: humanos humano humanas humana humains humain homme umani umano humans humanes mansklig manskliga lidska lidske lidskych lidsky homem hombre menneske cheloveka lyudyny lyudini lyudyna chaloveka czlowieka ljudskih ihmis insan alansan bshr coveka ludzkich umane
right: rights derechos derecho droits droit diritti diritto direitos direito drets dret rechte rechten recht rattigheter rattighet rettigheter rettigheder prava prav prawo praw pravo law laws pravah pravy hqwq haklari oikeus szenvedo drepturi
mother: mothers madres madre meres mere madri maes mutter mutters modre modrene modrar matky mamans mammas majki mares moeders matek materey materi materiv anneleri muttern moederjes
grandmother: grandmothers abuelas abuela grandmeres nonne grossmutter avos babicky
woman: women mujeres mujer femmes femme donne donna mulheres mulher frauen frau kvinder kvinner kvinnor kvinde zeny zien zen damas dames damen ladies signore dones vrouwen zene damer damerna zinder zhenshchin zhinok kobiet kadin alnsa zhanchyn noi
man: men hombres hommes uomini manner
child: children ninos ninas enfants enfant bambini criancas kinder kinderen born barn deti infanzia detey ditey dzieci cocuk
white: blanco blanca blanche blanc bianco bianche branco weiss weisse weissen hvid hvidt hvit hvitt vit vitt bilem bielom belem wit
journalist: journalists reporters reporter reportere reporteri reporteres periodistas periodista journalistes journaliste giornalisti giornalista jornalistas journalisten journalister novinari novinaru zurnalistu journalistas journalistforbundet zhurnalistov zhurnalistiv dziennikarzy gazeteciler alshfyyn novinara zhurnalistau
lawyer: lawyers abogados avocats avvocati advogados rechtsanwalte anwalte advocaten advokatov advokativ prawnikow avukatlar almhamyn advokat advokater advokaten avocates abogadas advogadas
doctor_s: doctors medecins medicos medici arzte lakare laeger leger lekari artsen vrachey likariv lekarzy doktorlar physicians physician medecin arzt artzte arztinnen
without: sin sans senza sem ohne uden uten utan bez zonder sense sinir
border: borders fronteras frontieres frontiere fronteiras grenzen graenser grenser granser hranic fronteres granits kordoniv granic
peace: paz paix pace pau frieden friedens fred fredens vrede mir miru miri mier pokoj myru pokoju baris alslam
freedom: libertad liberte liberta liberdade freiheit frihed frihet vrijheid svoboda svobody slobody sloboda liberty wolnosc svobod liberties wolnosci alhrya hurriyet ozgurluk vilnosti libertades libertes liberties
justice: justicia giustizia justica gerechtigkeit gerechtigkeits spravedlnost retfaerdighed rattvisa rettferdighet spravedlivost adalet alaadala aladala
democracy: democracia democratie democrazia demokratie demokrati demokracie demokratiya demokratii demokratija
democratic: democratica democratico democratique demokratische demokratiske demokratisk demokratisch
opposition: oposicion opposizione oposicao opozice opozicia
environment: ambiente environnement umwelt medio miljo milieu
land: tierra terre terra tierras landlose
worker: workers trabajadores travailleurs lavoratori trabalhadores arbeiter arbetare arbejdere
farmer: farmers campesinos campesina campesinas paysans contadini camponeses bauern peasants peasant
indigenous: indigenas indigena indigenes indigeni indigene indigener
youth: juventud jeunesse gioventu juventude jugend young jovenes jeunes giovani
student: students estudiantes etudiants studenti estudantes studenten studentenbewegung
victim: victims victimas victimes vittime vitimas opfer zhertv ofiar
family: families familia familiares familles famiglia familie familien famiglie familias relatives
disappeared: desaparecidos desaparecidas disparus scomparsi verschwundenen verschwundene zniklykh ischeznuvshikh disappearances disappearance desapariciones desaparicion disparitions almfqwdyn verschwundener
detained: detenidos detenus detenuti gefangene gefangenen prisoners prisoner presos prisonniers prigionieri uznikov vyazniv politvyazniv wiezniow zaklyuchennykh detenidas detainees
international: internacional internationale internazionale internationaal internationella internationalen mezinarodni medzinarodny intl
national: nacional nationale nazionale narodni
european: europeo europea europeen europeenne europaische europaeisk
american: americano americana americaine
african: africano africana africaine afrikanische afrika africa afrique
world: mundial mondial mondiale mondo welt mundo monde svet verden
united: unidas unies unite unidos vereinte vereinten forente forenede forenta
nation: nations naciones nazioni nacoes nationen nationer
refugee: refugees refugiados refugies rifugiati fluchtlinge fluchtlingen flyktninger flygtninge bezhentsev bezhentsam bizhentsiv uchodzcow flyktning
activist: activists activistas activistes attivisti ativistas aktivisten aktivister aktiviste aktivisti
spring: primavera printemps fruhling forar var jaro jar
arab: arabe arabes araba arabische arabiske arabiska arabischen arabiskt
legal: juridique giuridico
press: prensa presse stampa imprensa pers
religious: religiosa religieuse religiosi
torture: tortura folter folterung muceni tortur pytok pytkam katuvan tortury iskence isztazas tortures torturas tortyr
death: muerte mort morte tod
penalty: pena peine todesstrafe
mine: mines minas landminen landmines landmine
ban: verbot achtung bando proibizione prohibition prohibicion proibicao interdiction
nuclear: nucleari nucleaires nucleares atomare atomwaffen atomvapen kernvapen
weapon: weapons armas armes armi waffen vapen
solidarity: solidaridad solidarite solidarieta solidariedade solidaritat solidarnosc solidarita
red: rojo rouge rosso rotes rotes roten rode roda cerveny vermelho vermelha roja rossa
cross: cruz croix croce kreuz kors kriz
new: nuevo nueva nouveau nouvelle nuovo nuova neue neues ny nova nove
women_s:
north: norte nord
black: negra negro negros negras noir noire noirs nero neri schwarz schwarze schwarzen svart sorte cerny
south: sur sud sul syd
watch:
jurist: jurists juristen juristes juriste juristas giuristi jurister yuristov yurystiv
political: politico politicos politica politicas politique politiques politisch politische politischer politischen politici politiche politisk politiska politiske politicke politickych
violence: violencia violenza gewalt nonviolence noviolencia gewaltfreiheit gewaltlosigkeit gewaltfreie
life: vida vie vita leben liv zivot
truth: verdad verite verita verdade wahrheit pravda
memory: memoria memoire erinnerung
lgbt: lgbti lgbtq lgbtqi lgbtiq glbt
civil: civiles civils civili civiels grazhdanskikh grazhdanskie grazhdanskaya grazhdanskoe gromadyanskikh gromadyanske obywatelskie obywatelskich burgerliche zivile civiques civic grajdanskih
soldier: soldiers soldatskikh soldat soldados soldats soldaten
landless: landlose landlosen
persecuted: verfolgte persecutes perseguidos perseguitati
threatened: bedrohte menaces amenazados
"""


def _forms(table: str) -> dict[str, str]:
    meaning_of: dict[str, str] = {}
    for line in table.strip().splitlines():
        meaning, _, forms = line.partition(":")
        for form in (meaning, *forms.split()):
            meaning_of.setdefault(form, meaning)
    return meaning_of


BODY_MEANING_OF = _forms(_BODY_MEANINGS)
MEANING_OF = BODY_MEANING_OF | _forms(_MEANINGS)
BODY_WORDS = frozenset(BODY_MEANING_OF) - {"red", "mir", "rat", "sit", "rad", "folk", "rada", "casa"}
# Short and pet forms of given names that no rule of spelling leads back to the full name; a form can have several.
_SHORT_NAMES = """
alexander: sasha sascha sacha shura alex aleks ales alik sandro sander iskander
alexandra: sasha sascha sacha shura alexa sandra
anastasia: nastya nastia
anna: anya ania annie anushka
anthony: tony
antonio: tony tono toni
barbara: basia barbora
catherine: kate katie kathy cathy katya katja katia kasia
charles: charlie chuck
daniel: dan danny
dmitri: dima mitya
edward: ted ned eddie ed edi
elena: lena alena alyona
elizabeth: liz betty beth bess lisa eliza elsie
eugenia: zhenya
eugene: zhenya gene
francisco: paco pancho chico
frederick: fred fritz
george: yura
giuseppe: beppe peppe pino
giuseppina: giusi pina
gregory: grisha greg
guadalupe: lupe lupita
heinrich: heinz
henry: harry hank
ignacio: nacho
irene: ira irina
ivan: vanya
jacob: yasha
james: jim jimmy jamie
jesus: chucho
jean: hans
johannes: hans
john: jack johnny
joseph: joe joey sepp
jose: pepe
juri: yura
larissa: lara
lawrence: larry
leonid: lyonya
leopold: leo
lubov: lyuba
ludmila: lyuda mila
margaret: maggie maggy meg peggy greta
marguerite: maggy margot
maria: masha marie mary maja
michael: mike mick mickey
mikhail: misha
natalia: natasha natascha nata
nicholas: nick kolya
nikolai: kolya
olga: olya
paul: pavlik
peter: pete petya
rafael: rafa
richard: dick rick
robert: bob bobby rob
roberto: beto
ronald: ron
rosario: chayo
samuel: sam
sergei: seryozha serge
susan: sue
svetlana: sveta lana
tatiana: tanya tania
theodore: ted theo
thomas: tom tommy
valentina: valya
vasily: vasya
vladimir: volodya vova
william: bill billy will willy
yevgeny: zhenya
"""
SHORT_FORMS: dict[str, tuple[str, ...]] = {}
for _line in _SHORT_NAMES.strip().splitlines():
    _full, _, _short = _line.partition(":")
    for _form in _short.split():
        SHORT_FORMS[_form] = (*SHORT_FORMS.get(_form, ()), _full)
# Given names and surnames that many people bear; sharing one says little, however few of them a collection holds.
COMMON_NAMES = _words(
    """
    aaron abdallah abdul abdullah abu adam adel ahmad ahmed aisha alan albert alberto alejandro alessandro alex alexander
    alexandra alexei ali alice alfred amal amina amir ana anastasia andre andrea andreas andrei andrew angela anita ann
    anna anne anthony antonio arthur barbara beatriz ben benjamin bernard bill bob brian bruno carl carlos carmen carol
    caroline catherine charles chris christian christine christopher clara claudia claude craig cristina dan daniel daniela
    david deborah diana diane dmitry dominique donald dorothy edward elena elisabeth elizabeth ellen emily emma eric erik
    ernesto eva evelyn fatima felix fernando florence francesco francis francisca francisco francois frank franz fred
    frederick gabriel george gerald gerard giovanni gloria grace greg guillermo gustavo hamid hans hasan hassan heinrich
    helen helena henri henry herbert hugo hussein ibrahim ignacio igor ingrid irene irina isabel ivan jack jacques jack
    james jan jane janet javier jean jeff jennifer jim joan joao joe johan john jonathan jorge jose josef joseph juan juana
    judith julia julian julie julio karen karim karl kate katherine kenneth kevin khaled khalid laila larry laura laurent
    lawrence leila leo leonid lina linda lisa louis louise lucia luis luisa lydia mahmoud manuel marc marcel marcos margaret
    maria marie marina mario mark marta martha martin mary mariam max michael michel michele miguel mike mikhail mohamed
    mohammad mohammed mona muhammad mustafa nadia nancy natalia nelson nicholas nick nicolas nicole nikolai nina noor nora
    norman oleg olga omar oscar osman pablo pamela pascal patricia patrick paul paula paulo pavel pedro peter philip philippe
    pierre rachel rafael ralph raul ray rebecca reza ricardo richard rita robert roberto roger ronald rosa rose ruth
    said salah salim sam samuel samir sandra sara sarah scott sergei sergio sharon simon sofia sonia sophia stefan stephen
    steve steven susan suzanne svetlana tatiana teresa thomas tim timothy tom tony valentina vera veronica victor victoria
    viktor vincent vladimir walter william yasmin youssef yusuf yuri zahra
    abbas adams aguilar ahmadi alvarez anderson bauer becker begum brown campbell castillo castro chan chavez chen choi clark
    costa cruz das diallo diaz diop do dos fernandes fernandez ferreira flores fischer garcia gomes gomez gonzales gonzalez
    green gupta gutierrez hall harris haider hernandez hossain huang hughes ivanov jackson jimenez johnson jones juarez kaur
    khan kim king kumar lee lewis li lin liu lopes lopez martinez mendes mendez mendoza miller mitchell mohan moore morales
    moreno morris muller nguyen oliveira ortiz park patel pereira perez petrov pham phan pinto popov rahman ramirez ramos
    reyes rivera robinson rodrigues rodriguez rojas romero ruiz salazar saleh sanchez santos schmidt schneider scott shah
    sharma silva singh smirnov smith soto souza suarez suleiman tan taylor thompson torres tran turner vargas vasquez
    vega velasquez wagner walker wang watson weber white williams wilson wong wood wright wu xu yang young yu zhang zhao
    zhou zhu
    """
)
# Names of bodies that only look like forms of a word above.
NOT_INFLECTED = _words("memorial grameen justitia pressa libera")
# Compounds written apart before bodies are compared: what they begin with, and what that means.
COMPOUND_STARTS = (
    ("menschenrechts", "human right"),
    ("menschenrecht", "human right"),
    ("mensenrecht", "human right"),
    ("menneskerettigheds", "human right"),
    ("menneskerettighed", "human right"),
    ("menneskerettighets", "human right"),
    ("menneskerettighet", "human right"),
    ("manniskoratts", "human right"),
    ("manniskoratt", "human right"),
    ("journalistforbund", "journalist union"),
    ("journalistenverband", "journalist union"),
    ("friedens", "peace"),
    ("frauen", "woman"),
    ("kinder", "child"),
    ("fluchtlings", "refugee"),
    ("studenten", "student"),
    ("jugend", "youth"),
    ("landminen", "mine"),
    ("soldaten", "soldier"),
    ("landlosen", "landless"),
    ("pravozashchitn", "human right"),
)
COMPOUND_ENDS = _words(
    """
    organisation organisasjon vereinigung gesellschaft bewegung stiftung verband verein komitee kommission zentrum
    zentrale institut netzwerk gruppe bund initiative kampagne forbundet forbund foreningen forening stiftelsen
    stiftelse bevegelsen bevaegelsen rorelsen
    """
)
