/** The camera as a component has it: on while it is needed, off otherwise, with its light. */
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { readCardCode } from '../../../src-shared/card/code.ts';
import { PRESET_RULE_SET } from '../../../src-shared/rules/rule-set.ts';
import type { CountedRead } from '../../../src-shared/scan/camera-reads.ts';
import type { RawRead } from '../../../src-shared/scan/scan.ts';
import { endsWithAnotherDevice } from '../../scan/camera/camera-problem.ts';
import { mediaDevices } from '../../scan/camera/cameras.ts';
import { createCameraMemory, runCamera, type CameraView, type CameraWish } from '../../scan/camera/camera.ts';
import { useActions, useDesk, useView } from '../../stores/context.ts';
import { usePageShown } from './use-page-shown.ts';

/** Characters of the longest raw read that the contract carries. */
const LONGEST_RAW = 2_000;

interface UsedCamera {
  readonly view: CameraView;
  /** Starts anew after a problem; done by itself where a camera that was missing may be there now. */
  readonly retry: () => void;
}

/** Runs the camera into a video element, and hands on what it reads. */
export function useCamera(video: RefObject<HTMLVideoElement | null>): UsedCamera {
  const [view, setView] = useState<CameraView>({ state: 'off' });
  const again = useRef(nothing);
  const retry = useCallback(() => again.current(), []);
  const isNeeded = useIsNeeded();
  const isTested = useDesk(({ scanners }) => scanners.test !== null);
  const pickedId = useDesk((desk) => desk.pickedId);
  const engine = useDesk(({ scanners }) => scanners.settings.camera.engine);
  const label = useDesk(({ scanners }) => scanners.settings.camera.label);
  const memory = useRef({ of: '', kept: createCameraMemory() });
  const { scan } = useActions();

  useEffect(() => {
    const element = video.current;
    if (!isNeeded || element === null) return undefined;
    // For another performance, or the test area, a card in view is a new scan.
    const subject = isTested ? 'test' : (pickedId ?? '');
    if (memory.current.of !== subject) memory.current = { of: subject, kept: createCameraMemory() };
    const wish: CameraWish = {
      video: element,
      settings: { engine, label },
      memory: memory.current.kept,
      codeOf: isTested ? (text) => text : cardCodeOf,
      onScan: (read) => {
        const { text, symbology } = read;
        void scan({ text, source: 'camera', symbology, ...(isTested ? { raw: rawOf(read) } : {}) });
      },
      onView: setView,
    };
    let stop = runCamera(wish);
    again.current = () => {
      stop();
      stop = runCamera(wish);
    };
    return () => {
      again.current = nothing;
      stop();
    };
  }, [video, isNeeded, isTested, pickedId, engine, label, scan]);

  const problem = view.state === 'problem' ? view.problem : null;
  useEffect(() => {
    const devices = mediaDevices();
    if (problem === null || devices === null || !endsWithAnotherDevice(problem)) return undefined;
    devices.addEventListener('devicechange', retry);
    return () => devices.removeEventListener('devicechange', retry);
  }, [problem, retry]);

  return { view, retry };
}

function nothing(): void {
  // There is no camera to start anew.
}

/** For the test area alone. */
function rawOf({ text, milliseconds, frames }: CountedRead): RawRead {
  const bytes = [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, '0'));
  return { raw: bytes.join('').slice(0, LONGEST_RAW), milliseconds, parts: frames };
}

/** A card is waited for, and staff look at this page: not at a dialog over it, not at another window. */
function useIsNeeded(): boolean {
  const isShown = usePageShown();
  const isCovered = useView(({ helpOpen, panel }) => helpOpen || panel !== null);
  const isTested = useDesk(({ scanners }) => scanners.test !== null);
  const isAwaited = useDesk(
    // By telephone there is no card to see (CARD-8).
    ({ pickedId, stage, cardSeen }) => pickedId !== null && (stage !== 'reserve' || cardSeen),
  );
  return isShown && !isCovered && (isTested || isAwaited);
}

/** Whether a code is one in the end is judged by the desk, with the rule set in force. */
function cardCodeOf(text: string): string | null {
  const code = readCardCode(text, PRESET_RULE_SET.code);
  return code.ok ? code.value : null;
}
