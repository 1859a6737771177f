/** Icons, drawn with the colour of the text; always beside words, so hidden from screen readers. */
import type { ReactNode } from 'react';

function Icon({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export function CheckIcon(): ReactNode {
  return (
    <Icon>
      <path d="m3 12.8 5.8 5.8L21 6.2" />
    </Icon>
  );
}

/** To look at before going on: a triangle. */
export function AttentionIcon(): ReactNode {
  return (
    <Icon>
      <path d="M12 4 2.8 19.5h18.4zM12 10v4.6M12 17v.2" />
    </Icon>
  );
}

/** To sort out together: a speech bubble, not a stop sign. */
export function TalkIcon(): ReactNode {
  return (
    <Icon>
      <path d="M4 5h16v11h-8.5L7 20v-4H4zM8.5 10.5h.1M12 10.5h.1M15.5 10.5h.1" />
    </Icon>
  );
}

export function CardIcon(): ReactNode {
  return (
    <Icon>
      <rect x="2.5" y="6" width="13" height="12" rx="1.8" />
      <path d="M5.5 14.5h4M5.5 9.5v2M7.5 9.5v2M10 9.5v2M12.5 9.5v2M18 8.5c1.6 2.2 1.6 4.8 0 7M20.5 6.5c2.6 3.4 2.6 7.6 0 11" />
    </Icon>
  );
}

export function BackIcon(): ReactNode {
  return (
    <Icon>
      <path d="m14.5 5-7 7 7 7" />
    </Icon>
  );
}

export function PlusIcon(): ReactNode {
  return (
    <Icon>
      <path d="M12 5v14M5 12h14" />
    </Icon>
  );
}

export function MinusIcon(): ReactNode {
  return (
    <Icon>
      <path d="M5 12h14" />
    </Icon>
  );
}

export function UndoIcon(): ReactNode {
  return (
    <Icon>
      <path d="M9 6 4.5 10.5 9 15M5 10.5h9a5 5 0 0 1 0 10h-2" />
    </Icon>
  );
}

export function NetworkIcon(): ReactNode {
  return (
    <Icon>
      <path d="M4 10c4.5-4.3 11.5-4.3 16 0M7 13.5c2.8-2.7 7.2-2.7 10 0M10 17c1.1-1.1 2.9-1.1 4 0" />
    </Icon>
  );
}

export function NoNetworkIcon(): ReactNode {
  return (
    <Icon>
      <path d="M4 10c4.5-4.3 11.5-4.3 16 0M7 13.5c2.8-2.7 7.2-2.7 10 0M10 17c1.1-1.1 2.9-1.1 4 0M4 4l16 16" />
    </Icon>
  );
}

export function ListIcon(): ReactNode {
  return (
    <Icon>
      <rect x="3.5" y="5" width="17" height="14" rx="2" />
      <path d="M3.5 10h17M7.5 14.5h4" />
    </Icon>
  );
}

export function SendIcon(): ReactNode {
  return (
    <Icon>
      <path d="M12 19V6M6.5 11.5 12 6l5.5 5.5" />
    </Icon>
  );
}

export function AsideIcon(): ReactNode {
  return (
    <Icon>
      <path d="M4 13h5l1.5 2.5h3L15 13h5M4 13V19h16v-6L17 5H7z" />
    </Icon>
  );
}

export function ClockIcon(): ReactNode {
  return (
    <Icon>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M12 7.5V12l3 2.5" />
    </Icon>
  );
}

export function CloseIcon(): ReactNode {
  return (
    <Icon>
      <path d="m6 6 12 12M18 6 6 18" />
    </Icon>
  );
}

export function GroupIcon(): ReactNode {
  return (
    <Icon>
      <circle cx="8.5" cy="8.5" r="3.2" />
      <circle cx="16.5" cy="9.5" r="2.5" />
      <path d="M2.5 19c.4-3.6 2.8-5.6 6-5.6s5.6 2 6 5.6M16 14.2c2.9-.2 4.9 1.5 5.4 4.3" />
    </Icon>
  );
}

/** One beside another. */
export function AssistantIcon(): ReactNode {
  return (
    <Icon>
      <circle cx="9" cy="8" r="3.4" />
      <path d="M3 20c.3-4.2 2.6-6.6 6-6.6s5.7 2.4 6 6.6M18.5 8v6M15.5 11h6" />
    </Icon>
  );
}

/** A bar code in the corners of a view-finder. */
export function ScannerIcon(): ReactNode {
  return (
    <Icon>
      <path d="M3 8V4.5h3.5M17.5 4.5H21V8M21 16v3.5h-3.5M6.5 19.5H3V16M7.5 8.5v7M10.5 8.5v7M13.5 8.5v7M16.5 8.5v7" />
    </Icon>
  );
}

export function KeyboardIcon(): ReactNode {
  return (
    <Icon>
      <rect x="2.5" y="6" width="19" height="12" rx="2" />
      <path d="M6 10h.1M10 10h.1M14 10h.1M18 10h.1M7.5 14.3h9" />
    </Icon>
  );
}

export function CameraIcon(): ReactNode {
  return (
    <Icon>
      <path d="M3 8h4l1.6-2.5h6.8L17 8h4v11H3z" />
      <circle cx="12" cy="13" r="3.2" />
    </Icon>
  );
}

/** A plug that is out of its socket. */
export function UnpluggedIcon(): ReactNode {
  return (
    <Icon>
      <path d="M4 12h4M8 7.5v9h2.5a4.5 4.5 0 0 0 0-9zM15 10.5h2M15 13.5h2M20.5 7.5v9" />
    </Icon>
  );
}

export function LockIcon(): ReactNode {
  return (
    <Icon>
      <rect x="5" y="11" width="14" height="9" rx="1.8" />
      <path d="M8 11V8a4 4 0 0 1 8 0v3" />
    </Icon>
  );
}

export function AgainIcon(): ReactNode {
  return (
    <Icon>
      <path d="M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 3.5v4h-4" />
    </Icon>
  );
}
