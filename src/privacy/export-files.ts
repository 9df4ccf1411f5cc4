/** JSON files that grow entry by entry, each below what Discord takes, each complete in itself. Used by export.ts. */

/** Discord takes 10 MiB a file where nobody pays for more. Source: Discord reference, "Uploading Files". */
const FILE_BYTES = 8 * 1024 * 1024;
/** They are made in memory, of which there are 128 MB. */
const MOST_FILES = 2;

export interface ExportFiles {
  /** What `add` adds from now on stands under this name; one without entries is an empty list. */
  begin(section: string): void;
  add(entry: unknown): void;
  /** `leftOut`: entries for which there was no room. */
  end(): { files: string[]; leftOut: number };
}

export function createExportFiles(head: Readonly<Record<string, unknown>>, fileBytes = FILE_BYTES): ExportFiles {
  const encoder = new TextEncoder();
  const files: string[] = [];
  let parts: string[] = [];
  let bytes = 0;
  let section = "";
  /** Of the section: in this file, and in all. */
  let here = 0;
  let inAll = 0;
  let leftOut = 0;

  const write = (text: string) => {
    parts.push(text);
    bytes += encoder.encode(text).length;
  };
  const open = () => {
    parts = [];
    bytes = 0;
    here = 0;
    write(JSON.stringify({ ...head, part: files.length + 1 }, null, 2).slice(0, -2));
  };
  const endSection = () => {
    if (here > 0) write("\n  ]");
    else if (section !== "" && inAll === 0) write(`,\n  ${JSON.stringify(section)}: []`);
  };
  const close = () => {
    write("\n}\n");
    files.push(parts.join(""));
  };

  open();
  return {
    begin(next) {
      endSection();
      section = next;
      here = 0;
      inAll = 0;
    },
    add(entry) {
      const text = JSON.stringify(entry, null, 2).replaceAll("\n", "\n    ");
      const isFull = bytes + encoder.encode(text).length + section.length + 64 > fileBytes;
      inAll += 1;
      if (leftOut > 0 || (isFull && files.length + 1 >= MOST_FILES)) {
        leftOut += 1;
        return;
      }
      if (isFull) {
        endSection();
        close();
        open();
      }
      write(here === 0 ? `,\n  ${JSON.stringify(section)}: [\n    ${text}` : `,\n    ${text}`);
      here += 1;
    },
    end() {
      endSection();
      close();
      return { files, leftOut };
    },
  };
}
