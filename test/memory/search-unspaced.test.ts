/** Searching over the real D1 for words of scripts that are written without spaces. */
import { beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "../fakes/database.ts";
import { DAY, message, openChat, T, textsOf } from "./chat.ts";

const HERE = "channel:10";
const ELSEWHERE = "channel:11";
let room: ReturnType<typeof openChat>;
beforeEach(async () => {
  room = openChat(await openDatabase());
});

describe("Chinese, Japanese and Korean", () => {
  it("words that nobody parts by spaces are found within what was said", async () => {
    const said = [
      ["佐藤", "先週、赤いカヤックを買いました"],
      ["鈴木", "いいですね！どこで乗るんですか？"],
      ["佐藤", "うちの猫も東京に連れて行きたい"],
      ["王芳", "我最喜欢的颜色是绿色"],
      ["李雷", "我们星期六去爬山吧"],
      ["민지", "다음 주에 부산으로 여행을 가요"],
      ["민지", "Pythonで書いたボットです"],
    ] as const;
    await room.say(HERE, ...said.map(([name, text], index) => message(name, text, T + index * DAY)));
    const best = async (question: string) => textsOf(await room.find(question, [HERE], {}, { limit: 1 }))[0];
    expect(await best("カヤックはいつ買ったの？")).toBe("先週、赤いカヤックを買いました");
    expect(await best("猫はどこ？")).toBe("うちの猫も東京に連れて行きたい");
    expect(await best("東京")).toBe("うちの猫も東京に連れて行きたい");
    expect(await best("你喜欢什么颜色？")).toBe("我最喜欢的颜色是绿色");
    expect(await best("什么时候爬山")).toBe("我们星期六去爬山吧");
    expect(await best("부산 여행 언제 가?")).toBe("다음 주에 부산으로 여행을 가요");
    expect(await best("Pythonのボットは？")).toBe("Pythonで書いたボットです");
    // In a list only what holds them: the neighbours of a hit are for a model to read.
    expect(textsOf(await room.find("東京", [HERE], {}, { literal: true }))).toEqual(["うちの猫も東京に連れて行きたい"]);
    expect(await room.find("大阪", [HERE])).toEqual([]);
    expect(await room.find("東京", [ELSEWHERE])).toEqual([]);
  });

  it("whom a question names within such a run is preferred", async () => {
    await room.say(HERE, message("鈴木", "好きな果物は林檎です", T), message("佐藤", "好きな果物は蜜柑です", T + DAY), message("鈴木", "そうか", T + 2 * DAY));
    expect(textsOf(await room.find("鈴木さんの好きな果物は？", [HERE], {}, { limit: 1 }))).toEqual(["好きな果物は林檎です"]);
  });
});
