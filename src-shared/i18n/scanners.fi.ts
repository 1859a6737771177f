/** Finnish: the scanners' set-up page and their state in the status line. */
import type { Translation } from './catalogue.ts';
import type { scannersEn } from './scanners.en.ts';

export const scannersFi: Translation<typeof scannersEn> = {
  'scanners.open': 'Lukijat',
  'scanners.title': 'Lukijat',
  'scanners.back': 'Takaisin',
  'scanners.sellsNothing': 'Tällä sivulla ei myydä mitään',
  'scanners.sellsNothing.more': 'Luetut koodit vain näytetään. Palaa, kun haluat myydä.',
  'scanners.mark.connected': {
    by: 'count',
    one: '{count} lukija yhdistetty',
    other: '{count} lukijaa yhdistetty',
  },
  'scanners.mark.problem': { by: 'count', one: 'Tarkista {count} lukija', other: 'Tarkista {count} lukijaa' },
  'scanners.mark.restarting': 'Lukijat käynnistyvät uudelleen',
  'scanners.part': 'Sivun osat',
  'scanners.part.devices': 'Tässä pisteessä',
  'scanners.part.help': 'Lukijan säätäminen',
  'scanners.part.settings': 'Asetukset',

  'scanners.driver.restarting':
    'USB- ja sarjaporttilukijoita lukeva ohjelman osa käynnistyy uudelleen. Näppäimistölukijat ja kamera toimivat sillä välin.',
  'scanners.driver.away':
    'Tämä myyntipiste ei lue USB- tai sarjaporttilukijoita suoraan. Käytä lukijaa näppäimistötilassa tai kameraa.',
  'scanners.none': 'USB- tai sarjaporttiin ei ole kytketty viivakoodinlukijaa.',
  'scanners.blind.hid':
    'Kone ei juuri nyt löydä POS-tilassa olevia USB-lukijoita. Muut lukijat ja kamera toimivat. Kysy koneen ylläpidosta.',
  'scanners.blind.serial':
    'Kone ei juuri nyt löydä sarjaportteja. Muut lukijat ja kamera toimivat. Kysy koneen ylläpidosta.',
  'scanners.unnamed': 'Nimetön laite',
  'scanners.kind.hid': 'USB (HID)',
  'scanners.kind.serial': 'Sarjaportti',
  'scanners.state.connected': 'Yhdistetty',
  'scanners.state.reconnecting': 'Yhdistetään uudelleen',
  'scanners.state.lost': 'Irrotettu',
  'scanners.state.no-permission': 'Ei käyttöoikeutta',
  'scanners.state.busy': 'Muualla käytössä',
  'scanners.state.keyboard-mode': 'Toimii näppäimistönä',
  'scanners.state.found': 'Ei käytössä',
  'scanners.state.absent': 'Ei kytketty',
  'scanners.do.connected': 'Luetut koodit tulevat suoraan ohjelmaan, olipa kohdistin missä tahansa.',
  'scanners.do.reconnecting':
    'Lukija lakkasi vastaamasta, ja siihen yritetään yhdistää uudelleen. Jos tämä jatkuu, irrota lukija ja kytke se takaisin.',
  'scanners.do.lost': 'Kytke lukija takaisin: se jatkaa itsestään.',
  'scanners.do.busy':
    'Toinen ohjelma pitää lukijaa varattuna: kassa- tai lippuohjelma, valmistajan säätöohjelma tai toinen myyntipiste tällä koneella. Sulje se, niin lukija otetaan käyttöön itsestään.',
  'scanners.do.keyboard-mode':
    'Lukija kirjoittaa kuin näppäimistö, ja se toimii. POS-tilassa se olisi luotettavampi: näppäimistöasettelu tai kohdistin ei voisi häiritä.',
  'scanners.do.found': 'Laitetta ei tunnistettu lukijaksi, joten siihen ei koskettu.',
  'scanners.do.aside': 'Lukijaa ei käytetä tässä: sen lukemia koodeja ei oteta vastaan.',
  'scanners.do.absent': 'Lukija on toiminut tässä pisteessä. Kytke se, kun haluat taas käyttää sitä.',
  'scanners.do.no-permission': 'Tällä käyttäjällä ei ole oikeutta laitteeseen. Kysy koneen ylläpidosta.',
  'scanners.permission.rule':
    'Tällä käyttäjällä ei ole oikeutta laitteeseen. Koneen ylläpitäjä lisää tämän rivin tiedostoon {file} ja kytkee lukijan uudelleen:',
  'scanners.permission.file': 'Ohjelman mukana tulevassa tiedostossa {file} on tavallisten merkkien rivit.',
  'scanners.permission.group':
    'Tällä käyttäjällä ei ole oikeutta porttiin. Koneen ylläpitäjä lisää käyttäjän ryhmään {group}, käyttäjän nimi sanan {user} paikalla, ja käyttäjä kirjautuu uudelleen:',
  'scanners.use': 'Käytä tätä laitetta',
  'scanners.aside': 'Älä käytä',
  'scanners.howTo': 'Näin tila vaihdetaan',

  'scanners.wedge': 'Lukijat, jotka kirjoittavat kuin näppäimistö',
  'scanners.wedge.on': 'Aina käytössä',
  'scanners.wedge.pace': 'Opittu tahti: enintään {milliseconds} ms näppäimestä toiseen.',
  'scanners.wedge.noPace': 'Tahti: ei vielä opittu.',
  'scanners.wedge.ending.unknown': 'Lopetus: ei vielä opittu.',
  'scanners.wedge.ending.sent': 'Lopetus: koodin jälkeen tulee Enter tai sarkain.',
  'scanners.wedge.ending.never': 'Lopetus: koodin jälkeen ei tule mitään, tauko päättää sen.',
  'scanners.wedge.learn':
    'Näin opetat: napsauta kenttien viereen, jottei mikään kenttä ole valittuna, ja lue kolme kertaa.',
  'scanners.wedge.limit':
    'Ilman alku- tai loppumerkkiä lukija, joka kirjoittaa yhtä hitaasti kuin ihminen, erottuu vasta kun sen tahti on opittu.',
  'scanners.wedge.anew': 'Opettele uudelleen',

  'scanners.camera': 'Kamera',
  'scanners.camera.on': 'Käytössä',
  'scanners.camera.off': 'Pois päältä',
  'scanners.camera.more': 'Lukee QR- ja Code 39 -koodit. Kamera on päällä vain, kun korttia odotetaan.',
  'scanners.camera.use': 'Käytä kameraa',
  'scanners.camera.stop': 'Ota pois käytöstä',
  'scanners.camera.which': 'Mikä kamera',
  'scanners.camera.any': 'mikä tahansa',

  'scanners.test': 'Kokeilualue',
  'scanners.test.empty': 'Lue kortti tai jokin alla olevista koodeista. Tässä näkyy, mitä lukija lähettää.',
  'scanners.test.earlier': 'Sitä ennen',
  'scanners.test.clear': 'Tyhjennä',
  'scanners.made.code': 'Kortin koodi {code}',
  'scanners.made.double': 'Sama uudelleen: lasketaan kerran',
  'scanners.made.double.more': 'Koodi {code} luettiin kahdesti asetuksissa annetun ajan sisällä.',
  'scanners.made.stripped': 'Viimeinen merkki puuttuu',
  'scanners.made.stripped.more':
    'Lukija luulee sitä tarkistusmerkiksi ja jättää sen pois. Poista Code 39 -koodin tarkistusmerkin tarkistus ja poisto käytöstä valmistajan säätökoodeilla.',
  'scanners.made.malformed': 'Ei kortin koodi: {why}',
  'scanners.hint.empty': 'Pelkkä lopetus tuli. Tarkista alku- ja loppumerkit lukijasta ja asetuksista.',
  'scanners.hint.too-short': 'Osa puuttuu. Pidä korttia paikallaan ja tarkista, ettei lukija katkaise koodia.',
  'scanners.hint.too-long':
    'Tämä on muu kuin kortin koodi, tai kaksi koodia tuli peräkkäin: aseta lukija lähettämään Enter jokaisen koodin jälkeen.',
  'scanners.hint.characters':
    'Jos tämä oli kortti: lukija lisää merkkejä (anna ne alku- tai loppumerkiksi) tai sen näppäimistöasettelu on eri kuin koneen.',
  'scanners.hint.digits': 'Jos tämä oli kortti, aseta lukijaan sama näppäimistöasettelu kuin koneeseen.',
  'scanners.hint.address':
    'Verkko-osoite ei pääty kortin koodiin. Jos se on kortissa, kirjoita korttiin painettu koodi.',
  'scanners.hint.other':
    'Jos tämä oli kortti, lue se vielä kerran tai kirjoita korttiin painettu koodi. Muita koodeja ei tässä tarvita.',
  'scanners.remark.lower': 'Kirjaimet tulivat pieninä. Se toimii, mutta tarkista Caps Lock ja lukijan kirjainmuunnos.',
  'scanners.remark.verified':
    'Tämä lukija tarkistaa tarkistusmerkin: useimpia kortteja se ei lue. Ota tarkistus pois käytöstä.',
  'scanners.remark.ascii':
    'Tämä lukija muuntaa Code 39:n Full ASCII -muotoon. Kortit eivät tarvitse sitä: ota muunto pois käytöstä.',
  'scanners.read.source': 'Lähde',
  'scanners.read.device': 'Laite',
  'scanners.read.symbology': 'Koodin laji',
  'scanners.read.otherSymbology': 'muu',
  'scanners.read.aim': 'AIM-tunnus',
  'scanners.read.timing': 'Aika',
  'scanners.read.milliseconds': {
    by: 'parts',
    one: '{milliseconds} ms, {parts} osassa',
    other: '{milliseconds} ms, {parts} osassa',
  },
  'scanners.read.text': 'Teksti',
  'scanners.read.raw': 'Laite lähetti',
  'scanners.read.unsaid': 'ei kerrottu',
  'scanners.read.nothing': 'tyhjä',
  'scanners.source.wedge': 'Näppäimistölukija',
  'scanners.source.typed': 'Käsin kirjoitettu',
  'scanners.source.camera': 'Kamera',
  'scanners.source.hid': 'USB, POS-tila',
  'scanners.source.serial': 'Sarjaportti',
  'scanners.source.replay': 'Toistettu tallenne',
  'scanners.samples': 'Koodeja kokeiluun',
  'scanners.samples.more':
    'Keksittyjä, eivät missään rekisterissä. Laserlukija lukee vain paperilta: tulosta koodit sille.',
  'scanners.samples.hint':
    'Lukeeko lukija QR-koodin mutta ei Code 39:ää? Silloin se luultavasti tarkistaa tarkistusmerkin.',
  'scanners.samples.print': 'Tulosta koodit',

  'scanners.help.lead':
    'Lukija säädetään valmistajan ohjeen koodeilla. Neljä asetusta ratkaisee; kokeile jokaista kokeilualueella.',
  'scanners.help.pos': 'POS-tila, jos lukijassa on se',
  'scanners.help.pos.more':
    'Etsi ohjeesta ”HID POS”; joskus nimenä on ”UWP”. USB-sarjatila (”USB CDC”, ”virtual COM port”) on yhtä hyvä. Irrota lukija sitten ja kytke se takaisin.',
  'scanners.help.suffix': 'Näppäimistötilassa: Enter jokaisen koodin jälkeen',
  'scanners.help.suffix.more':
    'Loppumerkiksi ”CR” tai ”Enter”. Sarkainkin toimii, samoin ilman loppumerkkiä, mutta hitaammin.',
  'scanners.help.check': 'Code 39: ei tarkistusmerkkiä',
  'scanners.help.check.more':
    'Korttien koodeissa sitä ei ole. Lukija, joka tarkistaa sen, ei lue kunnossa olevia kortteja; jos se myös poistaa sen, viimeinen merkki katoaa.',
  'scanners.help.letters': 'Kirjaimet sellaisinaan',
  'scanners.help.letters.more': 'Ei muuntoa isoiksi tai pieniksi kirjaimiksi, eikä Full ASCII:ta.',

  'scanners.settings.kept': 'Jokainen muutos tallentuu heti, tälle myyntipisteelle.',
  'scanners.settings.double': 'Sama koodi lasketaan kerran tässä ajassa (sekuntia)',
  'scanners.settings.double.more': 'Kortin päällä pidetty lukija lukee sen yhä uudelleen.',
  'scanners.settings.double.bad': 'Anna sekunnit väliltä 0–10, esimerkiksi {example}.',
  'scanners.settings.wedge': 'Näppäimistölukijat',
  'scanners.settings.prefix': 'Ennen koodia (alkumerkki)',
  'scanners.settings.suffix': 'Koodin jälkeen (loppumerkki)',
  'scanners.settings.affix.more':
    'Vain jos lukija lisää merkkejä, esimerkiksi #. Enter ja sarkain tunnistetaan muutenkin.',
  'scanners.settings.affix.bad':
    'Enintään 8 merkkiä; ei kirjaimia, numeroita eikä välejä, sillä ne voisivat kuulua koodiin.',
  'scanners.settings.serial': 'Sarjaporttilukijat',
  'scanners.settings.framing': 'Koodin loppu',
  'scanners.framing.learn': 'automaattinen',
  'scanners.framing.cr': 'CR',
  'scanners.framing.lf': 'LF',
  'scanners.framing.crlf': 'CR LF',
  'scanners.framing.silence': 'tauko',
  'scanners.settings.speed': 'Nopeus (bittiä sekunnissa)',
  'scanners.settings.camera': 'Kamera',
  'scanners.settings.engine': 'Lukutapa',
  'scanners.engine.automatic': 'automaattinen',
  'scanners.engine.wasm': 'nopea',
  'scanners.engine.script': 'yhteensopiva',
  'scanners.settings.mirror': 'Peilikuva',
  'scanners.mirror.automatic': 'automaattinen',
  'scanners.mirror.on': 'päällä',
  'scanners.mirror.off': 'pois',
};
