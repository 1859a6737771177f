/** Finnish: what the card and the card list say: a title for staff, a sentence to the customer, the next step. */
import type { Translation } from './catalogue.ts';
import type { reasonsEn } from './reasons.en.ts';

export const reasonsFi: Translation<typeof reasonsEn> = {
  'cache.empty.title': 'Korttiluettelo ei ole vielä saapunut',
  'cache.empty.say': 'Korttiluettelomme on vielä matkalla. Pieni hetki, kiitos.',
  'cache.empty.next': 'Odota, kunnes luettelo näkyy alarivillä, ja lue kortti uudelleen.',
  'cache.empty.say.warn': 'Pieni hetki, katson korttia.',
  'cache.empty.next.warn':
    'Korttia ei voi nyt tarkistaa. Jatka, jos mikään kortissa ei puhu sitä vastaan: rekisteri tarkistaa sen myöhemmin.',
  'cache.empty.say.note': 'Kiitos, kaikki hyvin.',
  'cache.empty.next.note':
    'Tässä toimipisteessä kortti hyväksytään toistaiseksi. Rekisteri tarkistaa sen myöhemmin, ja siitä kerrotaan täällä.',

  'card.malformed.title': 'Tämä ei ole kortin koodi ({why})',
  'card.malformed.say': 'Luetaanpa kortti vielä kerran.',
  'card.malformed.next': 'Lue kortti uudelleen tai kirjoita korttiin painettu koodi.',
  'malformed.empty': 'mitään ei saatu luettua',
  'malformed.too-short': 'liian lyhyt',
  'malformed.too-long': 'liian pitkä',
  'malformed.characters': 'muita merkkejä kuin kirjaimia ja numeroita',
  'malformed.digits': 'liian vähän numeroita',
  'malformed.address': 'verkko-osoite, joka ei pääty koodiin',

  'card.check-digit-stripped.title': 'Lukija jättää koodin viimeisen merkin pois',
  'card.check-digit-stripped.say': 'Pieni hetki, kirjoitan koodin käsin.',
  'card.check-digit-stripped.next':
    'Ota Code 39 -viivakoodin tarkistusmerkin tarkistus (mod 43) pois käytöstä lukijan asetuksista. Kirjoita koodi siihen asti kortista.',

  'card.unknown.title': 'Korttia ei ole rekisterissä',
  'card.unknown.say': 'Korttisi ei näy vielä rekisterissä. Asia korjaantuu paikassa, josta sait kortin.',
  'card.unknown.next':
    'Tarkista numerot kortista: yhdenkin numeron ero on jo toisen haltijan koodi. Jos kaikki täsmää, kortin jakaneen paikan on rekisteröitävä kortti.',
  'card.unknown.say.warn': 'Tervetuloa! Mukavaa hetkeä.',
  'card.unknown.next.warn': 'Korttia ei ole rekisterissä, mutta lippu on jo annettu. Päästä sisään.',

  'card.unknown-stale-cache.title': {
    by: 'hours',
    one: 'Ei tämän pisteen luettelossa, joka on {hours} tunnin vanha',
    other: 'Ei tämän pisteen luettelossa, joka on {hours} tuntia vanha',
  },
  'card.unknown-stale-cache.say': 'Luettelomme ei ole ihan tuore, joten korttisi ei näy siinä vielä.',
  'card.unknown-stale-cache.next': 'Kortti voi olla uusi. Palauta verkkoyhteys ja lue kortti uudelleen.',
  'card.unknown-stale-cache.say.warn': 'Pieni hetki, katson korttia.',
  'card.unknown-stale-cache.next.warn':
    'Kortti voi olla luetteloa uudempi. Jatka, jos mikään kortissa ei puhu sitä vastaan: rekisteri tarkistaa sen myöhemmin.',
  'card.unknown-stale-cache.say.note': 'Kiitos, kaikki hyvin.',
  'card.unknown-stale-cache.next.note':
    'Tässä toimipisteessä kortti hyväksytään toistaiseksi. Rekisteri tarkistaa sen myöhemmin, ja siitä kerrotaan täällä.',

  'card.out-of-use.title': 'Kortti on poistettu käytöstä',
  'card.out-of-use.say': 'Tämä kortti ei ole enää käytössä. Onko sinulla uudempaa mukana?',
  'card.out-of-use.next': 'Tällä kortilla ei anneta lippua. Uuden kortin saa paikasta, joka jakoi vanhan.',
  'card.out-of-use.say.warn': 'Tervetuloa! Onko sinulla ehkä uudempi kortti mukana?',
  'card.out-of-use.next.warn':
    'Lippu annettiin, kun kortti oli vielä voimassa. Päästä sisään, jos lippu on asiakkaan oma.',

  'card.ended.title': 'Kortin voimassaolo on päätetty',
  'card.ended.say': 'Kortin voimassaolo on päättynyt. Paikassa, josta sait sen, kerrotaan mielellään lisää.',
  'card.ended.next': 'Kortin jakanut paikka voi jatkaa sen voimassaoloa. Jos niin juuri tehtiin, lue kortti uudelleen.',
  'card.ended.say.warn': 'Tervetuloa! Mukavaa hetkeä.',
  'card.ended.next.warn': 'Lippu annettiin, kun kortti oli vielä voimassa. Päästä sisään.',

  'card.not-yet-valid.title': 'Voimassa {firstDay} alkaen',
  'card.not-yet-valid.say': 'Korttisi tulee voimaan {firstDay}. Lämpimästi tervetuloa silloin!',
  'card.not-yet-valid.next': 'Tänään ei anneta lippua. Jos kortissa lukee muuta, rekisterin tieto ratkaisee.',
  'card.not-yet-valid.say.warn': 'Tervetuloa! Mukavaa hetkeä.',
  'card.not-yet-valid.next.warn': 'Lippu on jo annettu. Päästä sisään.',

  'card.expired.title': 'Viimeinen voimassaolopäivä oli {lastDay}',
  'card.expired.say': 'Korttisi oli voimassa {lastDay} asti. Sen voimassaoloa voi jatkaa paikassa, josta sait kortin.',
  'card.expired.next':
    'Uutta korttia ei tarvita, jatkaminen riittää. Jos kortissa lukee muuta, rekisterin tieto ratkaisee.',
  'card.expired.say.warn': 'Tervetuloa! Kortin voimassaoloa voi jatkaa paikassa, josta sait sen.',
  'card.expired.next.warn': 'Lippu annettiin, kun kortti oli vielä voimassa. Päästä sisään.',

  'card.community-on-course.title': 'Yhteisön kortilla ei saa kurssipaikkaa',
  'card.community-on-course.say': 'Kursseille pääsee henkilökohtaisella kortilla. Onko osallistujalla sellainen?',
  'card.community-on-course.next': 'Lue osallistujan oma kortti.',
  'card.community-on-course.say.warn': 'Tervetuloa kurssille!',
  'card.community-on-course.next.warn': 'Paikka on jo annettu. Päästä sisään ja kerro asiasta järjestäjälle.',

  'card.expires-before-performance.title': 'Kortti päättyy {lastDay}, ennen esitystä',
  'card.expires-before-performance.say': 'Korttisi viimeinen päivä on {lastDay}. Muistathan jatkaa sen voimassaoloa.',
  'card.expires-before-performance.next': 'Jatka. Varatun lipun voi antaa vain, kun kortti on voimassa.',

  'card.community-again.title': {
    by: 'times',
    one: 'Käytetty täällä jo kerran: {at}, {desk}',
    other: 'Käytetty täällä jo {times} kertaa, viimeksi {at}, {desk}',
  },
  'card.community-again.say': 'Onko teiltä tulossa toinenkin ohjaaja?',
  'card.community-again.next': 'Jos toinen työntekijä on tulossa, jatka. {delivery}',

  'card.community-without-client.title': 'Työntekijä yksin?',
  'card.community-without-client.say': 'Ketä on tänään mukana?',
  'card.community-without-client.next':
    'Merkitse alle 16-vuotiaat asiakkaat. Jos jäsenillä on omat kortit, lue jokainen kortti ryhmänä (Ryhmä).',

  'card.not-seen.title': 'Puhelimitse: korttia ei ole nähty',
  'card.not-seen.say': 'Otathan kortin mukaan, kun noudat lipun.',
  'card.not-seen.next': 'Kortti luetaan, kun lippu annetaan.',

  'cache.stale.title': {
    by: 'hours',
    one: 'Korttiluettelo on {hours} tunnin vanha',
    other: 'Korttiluettelo on {hours} tuntia vanha',
  },
  'cache.stale.say': 'Kiitos, pieni hetki.',
  'cache.stale.next': 'Kortti on luettelon mukaan voimassa. Jatka, jos mikään ei puhu sitä vastaan.',
};
