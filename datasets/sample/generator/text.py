"""Small things that Japanese forms are full of."""

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def full(value):
    """Digits in full width."""
    return str(value).translate(FULL_WIDTH)


def thousands(number):
    return f"{number:,}"


def full_address(town, rng):
    """街区 and 住居番号 after the town's name."""
    return f"{town['name']}{rng.randint(1, 24)}番{rng.randint(1, 31)}号"


SURNAMES = "凪原 潮田 浜寺谷 網代 白鷺沢 汐見川 帆足野 千鳥 磯辺山 波多江 松籟 芦辺 川添 鳴海沢 桜庭 水車 丘野 風祭 蔵前 花井".split()
GIVEN = "太郎 花子 一郎 美咲 健 恵子 誠 由美 大輔 陽子 翔 さくら 隆 久美子 拓也 真理".split()


def person(rng):
    return f"{rng.choice(SURNAMES)}　{rng.choice(GIVEN)}"


def phone(rng):
    """Numbers that no telephone company hands out."""
    return f"0798-00-{rng.randint(0, 9999):04d}"


class Canaries:
    """Unique values hidden in columns that must never be published, and where they are."""

    def __init__(self):
        self.list = []

    def word(self, file, column, short, staff=False):
        return self.digits(file, column, f"ZXCANARY-{short}-{4711 + 37 * len(self.list)}", staff)

    def digits(self, file, column, value, staff=False):
        """With `staff`, the manifest keeps the column for staff: the value must be in staff.gpkg, and nowhere else."""
        self.list.append({"file": file, "column": column, "value": value} | ({"staff": True} if staff else {}))
        return value
