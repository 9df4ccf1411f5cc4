// Pictures as files of one message: 10 MiB each, 25 MiB in all, in their order, with words for those who don't see them.
import { expect, test } from "vitest";
import { pictureFiles, showable } from "../../src/conversation/picture/files.ts";
import type { Picture } from "../../src/llm/images.ts";

const MIB = 1024 * 1024;
const picture = (mib: number): Picture => ({ bytes: new Uint8Array(Math.floor(mib * MIB)), type: "image/jpeg" });
const sizes = (...mib: number[]) => showable(mib.map(picture)).map(({ bytes }) => bytes.length / MIB);

test("what fits is shown, in its order; the smaller ones first where not all fit", () => {
  expect(sizes(2, 3, 1)).toEqual([2, 3, 1]);
  expect(sizes(10, 10.5, 1)).toEqual([10, 1]);
  expect(sizes(9, 8, 9, 3)).toEqual([9, 8, 3]);
  expect(sizes(11)).toEqual([]);
});

test("they are named and described", () => {
  expect(pictureFiles([picture(0)], "picture", "a heron")).toMatchObject([{ name: "picture.jpg", contentType: "image/jpeg", description: "a heron" }]);
  const [first, second] = pictureFiles([picture(0), picture(0)], "picture", "x".repeat(2_000));
  expect([first?.name, second?.name]).toEqual(["picture-1.jpg", "picture-2.jpg"]);
  expect(first?.description).toHaveLength(1_024);
});
