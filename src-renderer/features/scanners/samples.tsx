/** Codes to try a scanner on, on the screen or printed: made up, so that no register has them. */
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslate } from '../../stores/context.ts';
import { drawCard, type CardImages } from '../demo/codes.ts';

/** Well formed (CARD-2), plainly no card's, and without a valid check digit: a reader that verifies one stays silent. */
const MADE_UP = 'TEST0000';

export function Samples(): ReactNode {
  const t = useTranslate();
  const images = useImages();
  return (
    <section className="samples">
      <h3>{t('scanners.samples')}</h3>
      <p>
        {t('scanners.samples.more')} {t('scanners.samples.hint')}
      </p>
      <div className="sheet">
        {images === null ? null : (
          <>
            <figure>
              <img data-sample="qr" src={images.qr} alt={`QR ${MADE_UP}`} />
              <figcaption>QR</figcaption>
            </figure>
            <figure>
              <img data-sample="code39" src={images.code39} alt={`Code 39 ${MADE_UP}`} />
              <figcaption>Code 39</figcaption>
            </figure>
          </>
        )}
        <p>{MADE_UP}</p>
      </div>
      <button type="button" data-action="print-samples" onClick={() => print()}>
        {t('scanners.samples.print')}
      </button>
    </section>
  );
}

function useImages(): CardImages | null {
  const [images, setImages] = useState<CardImages | null>(null);
  useEffect(() => {
    let wanted = true;
    void drawCard(MADE_UP).then((drawn) => wanted && setImages(drawn));
    return () => {
      wanted = false;
    };
  }, []);
  return images;
}
