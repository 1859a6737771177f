/** Swedish: the camera's viewfinder. */
import type { cameraEn } from './camera.en.ts';
import type { Translation } from './catalogue.ts';

export const cameraSv: Translation<typeof cameraEn> = {
  'camera.title': 'Kamera',
  'camera.off': 'Kameran är av just nu.',
  'camera.starting': 'Kameran startas…',
  'camera.finding.nothing': 'Håll kortet i ramen.',
  'camera.finding.code': 'Kortet syns.',
  'camera.finding.several': 'Visa ett kort i taget.',
  'camera.finding.no-code': 'Det finns en kod i bilden, men den hör inte till ett kort.',
  'camera.torch': 'Lampa',
  'camera.retry': 'Försök igen',
  'camera.problem.camera.denied':
    'Kameran får inte användas. Tillåt den för det här programmet i systemets integritetsinställningar, och i webbläsaren om programmet är öppet i en. Försök sedan igen.',
  'camera.problem.camera.none': 'Ingen kamera hittades. Anslut en, så startar den av sig själv.',
  'camera.problem.camera.busy': 'Ett annat program använder kameran. Stäng det programmet och försök sedan igen.',
  'camera.problem.camera.unplugged': 'Kameran kopplades ur. Anslut den igen, så startar den av sig själv.',
  'camera.problem.camera.no-picture':
    'Kameran ger ingen bild. Öppna dess lucka, eller dra ur kameran och koppla in den igen.',
  'camera.problem.camera.unavailable': 'Kameran kan inte användas här. Använd en läsare eller skriv in koden.',
  'camera.problem.camera.failed': 'Kameran kunde inte startas. Försök igen eller använd en läsare.',
  'camera.problem.camera.engine-refused':
    'Delen som läser koder kunde inte startas. Välj ett annat sätt att läsa i inställningarna eller använd en läsare.',
  'camera.problem.camera.engine-failed': 'Delen som läser koder stannade. Försök igen.',
};
