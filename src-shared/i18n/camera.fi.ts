/** Finnish: the camera's viewfinder. */
import type { cameraEn } from './camera.en.ts';
import type { Translation } from './catalogue.ts';

export const cameraFi: Translation<typeof cameraEn> = {
  'camera.title': 'Kamera',
  'camera.off': 'Kamera on nyt pois päältä.',
  'camera.starting': 'Kameraa käynnistetään…',
  'camera.finding.nothing': 'Pidä korttia kehyksessä.',
  'camera.finding.code': 'Kortti näkyy.',
  'camera.finding.several': 'Näytä yksi kortti kerrallaan.',
  'camera.finding.no-code': 'Kuvassa on koodi, mutta se ei ole kortin koodi.',
  'camera.torch': 'Valo',
  'camera.retry': 'Yritä uudelleen',
  'camera.problem.camera.denied':
    'Kameran käyttöä ei ole sallittu. Salli se tälle ohjelmalle järjestelmän yksityisyysasetuksissa, ja selaimessa, jos ohjelma on auki selaimessa. Yritä sitten uudelleen.',
  'camera.problem.camera.none': 'Kameraa ei löytynyt. Liitä kamera, niin se käynnistyy itsestään.',
  'camera.problem.camera.busy': 'Toinen ohjelma käyttää kameraa. Sulje se ohjelma ja yritä sitten uudelleen.',
  'camera.problem.camera.unplugged': 'Kamera irrotettiin. Liitä se takaisin, niin se käynnistyy itsestään.',
  'camera.problem.camera.no-picture': 'Kamera ei anna kuvaa. Avaa sen luukku, tai irrota kamera ja liitä se takaisin.',
  'camera.problem.camera.unavailable': 'Kameraa ei voi käyttää tässä. Käytä lukijaa tai kirjoita koodi.',
  'camera.problem.camera.failed': 'Kamera ei käynnistynyt. Yritä uudelleen tai käytä lukijaa.',
  'camera.problem.camera.engine-refused':
    'Koodeja lukeva osa ei käynnistynyt. Valitse asetuksista toinen lukutapa tai käytä lukijaa.',
  'camera.problem.camera.engine-failed': 'Koodeja lukeva osa pysähtyi. Yritä uudelleen.',
};
