/** Swedish: the scanners' set-up page and their state in the status line. */
import type { Translation } from './catalogue.ts';
import type { scannersEn } from './scanners.en.ts';

export const scannersSv: Translation<typeof scannersEn> = {
  'scanners.open': 'Läsare',
  'scanners.title': 'Läsare',
  'scanners.back': 'Tillbaka',
  'scanners.sellsNothing': 'Ingenting säljs på den här sidan',
  'scanners.sellsNothing.more': 'Det som läses visas bara. Gå tillbaka för att sälja.',
  'scanners.mark.connected': {
    by: 'count',
    one: '{count} läsare ansluten',
    other: '{count} läsare anslutna',
  },
  'scanners.mark.problem': { by: 'count', one: 'Se över {count} läsare', other: 'Se över {count} läsare' },
  'scanners.mark.restarting': 'Läsarna startar om',
  'scanners.part': 'Sidans delar',
  'scanners.part.devices': 'I den här kassan',
  'scanners.part.help': 'Ställ in en läsare',
  'scanners.part.settings': 'Inställningar',

  'scanners.driver.restarting':
    'Den del av programmet som läser USB- och serieportsläsare startar om. Tangentbordsläsare och kameran fungerar under tiden.',
  'scanners.driver.away':
    'Den här kassan läser inte USB- eller serieportsläsare direkt. Använd en läsare i tangentbordsläge, eller kameran.',
  'scanners.none': 'Ingen streckkodsläsare är inkopplad i en USB- eller serieport.',
  'scanners.blind.hid':
    'Datorn kan just nu inte söka efter USB-läsare i POS-läge. Andra läsare och kameran fungerar. Fråga den som sköter datorn.',
  'scanners.blind.serial':
    'Datorn kan just nu inte söka efter serieportar. Andra läsare och kameran fungerar. Fråga den som sköter datorn.',
  'scanners.unnamed': 'Enhet utan namn',
  'scanners.kind.hid': 'USB (HID)',
  'scanners.kind.serial': 'Serieport',
  'scanners.state.connected': 'Ansluten',
  'scanners.state.reconnecting': 'Ansluter på nytt',
  'scanners.state.lost': 'Urkopplad',
  'scanners.state.no-permission': 'Saknar behörighet',
  'scanners.state.busy': 'Används av ett annat program',
  'scanners.state.keyboard-mode': 'Fungerar som tangentbord',
  'scanners.state.found': 'Används inte',
  'scanners.state.absent': 'Inte inkopplad',
  'scanners.do.connected': 'Koderna kommer direkt till kassan, var markören än är.',
  'scanners.do.reconnecting':
    'Läsaren slutade svara och programmet försöker ansluta igen. Om det fortsätter: dra ur läsaren och koppla in den igen.',
  'scanners.do.lost': 'Koppla in läsaren igen: den fortsätter av sig själv.',
  'scanners.do.busy':
    'Ett annat program använder läsaren: ett kassa- eller biljettprogram, tillverkarens inställningsprogram eller en annan kassa på samma dator. Stäng det, så tas läsaren i bruk av sig själv.',
  'scanners.do.keyboard-mode':
    'Läsaren skriver som ett tangentbord, och det fungerar. I POS-läge vore den pålitligare: varken tangentbordslayout eller markör kan störa.',
  'scanners.do.found': 'Enheten kändes inte igen som en läsare och lämnades därför orörd.',
  'scanners.do.aside': 'Läsaren används inte här: det den läser tas inte emot.',
  'scanners.do.absent': 'Läsaren har fungerat i den här kassan. Koppla in den för att använda den igen.',
  'scanners.do.no-permission': 'Den här användaren får inte öppna enheten. Fråga den som sköter datorn.',
  'scanners.permission.rule':
    'Den här användaren får inte öppna enheten. Den som sköter datorn lägger till den här raden i {file} och kopplar in läsaren på nytt:',
  'scanners.permission.file': 'I filen {file}, som följer med programmet, finns raderna för vanliga märken.',
  'scanners.permission.group':
    'Den här användaren får inte öppna porten. Den som sköter datorn lägger till användaren i gruppen {group}, med användarens namn i stället för {user}, och användaren loggar in på nytt:',
  'scanners.use': 'Använd enheten',
  'scanners.aside': 'Använd inte',
  'scanners.howTo': 'Så byter du läge',

  'scanners.wedge': 'Läsare som skriver som ett tangentbord',
  'scanners.wedge.on': 'Alltid på',
  'scanners.wedge.pace': 'Inlärd takt: högst {milliseconds} ms från tangent till tangent.',
  'scanners.wedge.noPace': 'Takt: inte inlärd ännu.',
  'scanners.wedge.ending.unknown': 'Avslutning: inte inlärd ännu.',
  'scanners.wedge.ending.sent': 'Avslutning: Enter eller Tabb efter koden.',
  'scanners.wedge.ending.never': 'Avslutning: inget skickas efter koden, en paus avslutar den.',
  'scanners.wedge.learn': 'Så lär du in den: klicka bredvid fälten så att inget är valt, och läs tre gånger.',
  'scanners.wedge.limit':
    'Utan tecken före eller efter koden kan en läsare som skriver lika långsamt som en människa urskiljas först när takten är inlärd.',
  'scanners.wedge.anew': 'Lär in på nytt',

  'scanners.camera': 'Kamera',
  'scanners.camera.on': 'I bruk',
  'scanners.camera.off': 'Av',
  'scanners.camera.more': 'Läser QR och Code 39. Kameran är på bara när ett kort väntas.',
  'scanners.camera.use': 'Använd kameran',
  'scanners.camera.stop': 'Stäng av',
  'scanners.camera.which': 'Vilken kamera',
  'scanners.camera.any': 'vilken som helst',

  'scanners.test': 'Testyta',
  'scanners.test.empty': 'Läs ett kort eller en av koderna nedan. Här visas vad läsaren skickar.',
  'scanners.test.earlier': 'Dessförinnan',
  'scanners.test.clear': 'Rensa',
  'scanners.made.code': 'Kortkod {code}',
  'scanners.made.double': 'Samma igen: räknas en gång',
  'scanners.made.double.more': 'Koden {code} lästes två gånger inom tiden i inställningarna.',
  'scanners.made.stripped': 'Sista tecknet saknas',
  'scanners.made.stripped.more':
    'Läsaren tar det för ett kontrolltecken och behåller det. Stäng av kontroll och borttagning av kontrolltecken för Code 39 med tillverkarens inställningskoder.',
  'scanners.made.malformed': 'Ingen kortkod: {why}',
  'scanners.hint.empty':
    'Bara avslutningen kom. Kontrollera tecknen före och efter koden i läsaren och i inställningarna.',
  'scanners.hint.too-short': 'En del saknas. Håll kortet stilla och kontrollera att läsaren inte kapar koden.',
  'scanners.hint.too-long':
    'Det här är en annan kod än ett korts, eller två koder i följd: ställ in läsaren att skicka Enter efter varje kod.',
  'scanners.hint.characters':
    'Om det var ett kort: läsaren lägger till tecken (ange dem som tecken före eller efter koden) eller har en annan tangentbordslayout än datorn.',
  'scanners.hint.digits': 'Om det var ett kort: ställ in läsaren på datorns tangentbordslayout.',
  'scanners.hint.address':
    'Webbadressen slutar inte på en kortkod. Om den finns på ett kort: skriv koden som är tryckt där.',
  'scanners.hint.other':
    'Om det var ett kort: läs det en gång till eller skriv koden som är tryckt på det. Andra koder används inte här.',
  'scanners.remark.lower': 'Bokstäverna kom som små. Det fungerar, men kontrollera Caps Lock och bokstavsomvandlingen.',
  'scanners.remark.verified':
    'Läsaren kontrollerar ett kontrolltecken: de flesta kort blir inte lästa. Stäng av kontrollen.',
  'scanners.remark.ascii': 'Läsaren omvandlar Code 39 till Full ASCII. Korten behöver ingen omvandling: stäng av den.',
  'scanners.read.source': 'Källa',
  'scanners.read.device': 'Enhet',
  'scanners.read.symbology': 'Typ av kod',
  'scanners.read.otherSymbology': 'annan',
  'scanners.read.aim': 'AIM-beteckning',
  'scanners.read.timing': 'Tid',
  'scanners.read.milliseconds': {
    by: 'parts',
    one: '{milliseconds} ms, i {parts} del',
    other: '{milliseconds} ms, i {parts} delar',
  },
  'scanners.read.text': 'Innehåll',
  'scanners.read.raw': 'Skickat',
  'scanners.read.unsaid': 'anges inte',
  'scanners.read.nothing': 'tomt',
  'scanners.source.wedge': 'Tangentbordsläsare',
  'scanners.source.typed': 'Skrivet för hand',
  'scanners.source.camera': 'Kamera',
  'scanners.source.hid': 'USB i POS-läge',
  'scanners.source.serial': 'Serieport',
  'scanners.source.replay': 'Uppspelade läsningar',
  'scanners.samples': 'Koder att pröva med',
  'scanners.samples.more':
    'Påhittade, finns inte i något register. En laserläsare läser bara papper: skriv ut koderna för den.',
  'scanners.samples.hint': 'Läses QR-koden men inte Code 39? Då kontrollerar läsaren troligen ett kontrolltecken.',
  'scanners.samples.print': 'Skriv ut koderna',

  'scanners.help.lead':
    'Läsaren ställs in med koderna i tillverkarens guide. Fyra inställningar avgör; pröva var och en på testytan.',
  'scanners.help.pos': 'POS-läge, om läsaren har det',
  'scanners.help.pos.more':
    'Leta efter ”HID POS” i guiden; ibland heter det ”UWP”. Serieläge över USB (”USB CDC”, ”virtual COM port”) är lika bra. Dra sedan ur läsaren och koppla in den igen.',
  'scanners.help.suffix': 'I tangentbordsläge: Enter efter varje kod',
  'scanners.help.suffix.more': 'Tecknet ”CR” eller ”Enter”. Tabb fungerar också, även inget alls, men långsammare.',
  'scanners.help.check': 'Code 39: inget kontrolltecken',
  'scanners.help.check.more':
    'Kortens koder har inget. En läsare som kontrollerar det läser inte kort som är i sin ordning; om den också tar bort det går sista tecknet förlorat.',
  'scanners.help.letters': 'Bokstäverna som de är',
  'scanners.help.letters.more': 'Ingen omvandling till stora eller små bokstäver och ingen Full ASCII.',

  'scanners.settings.kept': 'Varje ändring sparas genast, för den här kassan.',
  'scanners.settings.double': 'Samma kod räknas en gång inom (sekunder)',
  'scanners.settings.double.more': 'En läsare som hålls mot kortet läser det om och om igen.',
  'scanners.settings.double.bad': 'Ange sekunder från 0 till 10, till exempel {example}.',
  'scanners.settings.wedge': 'Tangentbordsläsare',
  'scanners.settings.prefix': 'Tecken före koden',
  'scanners.settings.suffix': 'Tecken efter koden',
  'scanners.settings.affix.more': 'Bara om läsaren lägger till tecken, till exempel #. Enter och Tabb känns igen ändå.',
  'scanners.settings.affix.bad':
    'Högst 8 tecken; inga bokstäver, siffror eller mellanslag, för de kunde höra till en kod.',
  'scanners.settings.serial': 'Serieportsläsare',
  'scanners.settings.framing': 'Kodens slut',
  'scanners.framing.learn': 'automatiskt',
  'scanners.framing.cr': 'CR',
  'scanners.framing.lf': 'LF',
  'scanners.framing.crlf': 'CR LF',
  'scanners.framing.silence': 'en paus',
  'scanners.settings.speed': 'Hastighet (bitar per sekund)',
  'scanners.settings.camera': 'Kamera',
  'scanners.settings.engine': 'Lässätt',
  'scanners.engine.automatic': 'automatiskt',
  'scanners.engine.wasm': 'snabbt',
  'scanners.engine.script': 'kompatibelt',
  'scanners.settings.mirror': 'Spegelbild',
  'scanners.mirror.automatic': 'automatisk',
  'scanners.mirror.on': 'på',
  'scanners.mirror.off': 'av',
};
