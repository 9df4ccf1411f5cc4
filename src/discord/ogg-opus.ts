/**
 * Reads an Ogg stream of Opus as far as a voice message needs it: how long it is, and how large each packet is. Called by voice-message.ts.
 * Sources: RFC 3533 (Ogg), RFC 7845 (Opus in Ogg), RFC 6716, 3.1 (how long a packet is). Whatever the bytes are, it never throws.
 */

export interface OpusPacket {
  bytes: number;
  /** Of 48 kHz. */
  samples: number;
}

export interface OggOpus {
  seconds: number;
  packets: OpusPacket[];
}

const RATE = 48_000;
/** "OggS", as a number. */
const CAPTURE = 0x4f676753;
const PAGE_HEADER = 27;
/** "OpusHead" with version, channels, pre-skip, rate, gain and mapping. */
const HEAD_LENGTH = 19;
/** Granule position of a page on which no packet ends. */
const NO_GRANULE = 0xffff_ffff_ffff_ffffn;
/** How much longer than its packets a stream may say that it is, in samples: a packet may be lost on its way. */
const TOLERANCE = RATE / 2;
/** 120 ms. Source: RFC 6716, 3.2.5. */
const LONGEST_PACKET = 5_760;

interface Page {
  serial: number;
  /** Null where no packet ends on it. */
  granule: bigint | null;
  /** Parts of packets, in order; all but the last of them end here, and the last does where `isOpen` is false. */
  parts: { start: number; length: number }[];
  isOpen: boolean;
  end: number;
}

/** One stream; some servers put several behind each other, one a sentence. */
interface Link {
  serial: number;
  preSkip: number;
  granule: number;
  /** Packets so far, OpusHead and OpusTags included. */
  count: number;
  samples: number;
  /** The packet that goes on on the next page: where it begins, and how much of it there was. */
  open: { start: number; length: number } | null;
}

/** Null where there is no Opus in it. Of a stream that was cut off, what is there. */
export function readOggOpus(bytes: Uint8Array): OggOpus | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const packets: OpusPacket[] = [];
  let link: Link | null = null;
  let samples = 0;
  for (let page = nextPage(view, 0); page !== null; page = nextPage(view, page.end)) {
    const [head] = page.parts;
    if (head !== undefined && head.length >= HEAD_LENGTH && isText(bytes, head.start, "OpusHead")) {
      samples += lengthOf(link);
      link = { serial: page.serial, preSkip: view.getUint16(head.start + 10, true), granule: 0, count: 0, samples: 0, open: null };
    }
    // Streams of another kind may stand between.
    if (link?.serial === page.serial) readPackets(bytes, page, link, packets);
  }
  return packets.length === 0 ? null : { seconds: (samples + lengthOf(link)) / RATE, packets };
}

function readPackets(bytes: Uint8Array, page: Page, link: Link, packets: OpusPacket[]): void {
  for (const [index, part] of page.parts.entries()) {
    const packet = link.open === null ? part : { start: link.open.start, length: link.open.length + part.length };
    const isOpen = page.isOpen && index === page.parts.length - 1;
    link.open = isOpen ? packet : null;
    if (isOpen) return;
    link.count += 1;
    // The first two are OpusHead and OpusTags.
    if (link.count <= 2 || packet.length === 0) continue;
    const samples = samplesOf(bytes, packet);
    link.samples += samples;
    packets.push({ bytes: packet.length, samples });
  }
  if (page.granule !== null) link.granule = Number(page.granule);
}

/** The last page says where the sound ends, which may be within its last packet. Streams that begin late or do not say it are as long as their packets. */
function lengthOf(link: Link | null): number {
  if (link === null) return 0;
  const said = link.granule - link.preSkip;
  return said > 0 && said <= link.samples + TOLERANCE ? said : Math.max(0, link.samples - link.preSkip);
}

/** The next whole page at or after `from`; what is between pages is passed over. */
function nextPage(view: DataView, from: number): Page | null {
  for (let at = from; at + PAGE_HEADER <= view.byteLength; at += 1) {
    if (view.getUint32(at) !== CAPTURE || view.getUint8(at + 4) !== 0) continue;
    const segments = view.getUint8(at + 26);
    let start = at + PAGE_HEADER + segments;
    if (start > view.byteLength) continue;
    const parts: Page["parts"] = [];
    let length = 0;
    let isOpen = false;
    for (let index = 0; index < segments; index += 1) {
      const lacing = view.getUint8(at + PAGE_HEADER + index);
      length += lacing;
      isOpen = lacing === 255;
      if (isOpen && index < segments - 1) continue;
      parts.push({ start, length });
      start += length;
      length = 0;
    }
    if (start > view.byteLength) continue;
    const granule = view.getBigUint64(at + 6, true);
    return { serial: view.getUint32(at + 14, true), granule: granule === NO_GRANULE ? null : granule, parts, isOpen, end: start };
  }
  return null;
}

function samplesOf(bytes: Uint8Array, { start, length }: { start: number; length: number }): number {
  const toc = bytes[start] ?? 0;
  const code = toc & 3;
  const frames = code === 0 ? 1 : code < 3 ? 2 : length > 1 ? (bytes[start + 1] ?? 0) & 63 : 0;
  return Math.min(LONGEST_PACKET, frames * frameSamples(toc >> 3));
}

/** By the packet's configuration: SILK 10 to 60 ms, hybrid 10 or 20, CELT 2.5 to 20. Source: RFC 6716, table 2. */
function frameSamples(configuration: number): number {
  if (configuration < 12) return [480, 960, 1_920, 2_880][configuration & 3] ?? 0;
  return configuration < 16 ? 480 << (configuration & 1) : 120 << (configuration & 3);
}

function isText(bytes: Uint8Array, start: number, text: string): boolean {
  return Array.from(text).every((character, index) => bytes[start + index] === character.charCodeAt(0));
}
