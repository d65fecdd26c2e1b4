"""A picture of the guest's screen, and how alike two pictures are. Pixels decide, never a log."""
import pathlib
import subprocess

STEP = 4  # of the grid that is compared: each fourth pixel of each fourth row
FAR = 40  # a channel that is further off than this is another colour (of 255)


class Picture:
    def __init__(self, width, height, pixels):
        self.width, self.height, self.pixels = width, height, pixels

    @staticmethod
    def of_ppm(data):
        fields, at = [], 0
        while len(fields) < 4:
            while data[at:at + 1].isspace() or data[at:at + 1] == b"#":
                at = data.index(b"\n", at) + 1 if data[at:at + 1] == b"#" else at + 1
            end = at
            while not data[end:end + 1].isspace():
                end += 1
            fields.append(data[at:end])
            at = end
        if fields[0] != b"P6" or fields[3] != b"255":
            raise ValueError("not a PPM of eight bits")
        return Picture(int(fields[1]), int(fields[2]), data[at + 1:])

    @staticmethod
    def read(path):
        """Any picture that ImageMagick reads."""
        return Picture.of_ppm(subprocess.run(["convert", str(path), "-alpha", "off", "-depth", "8", "ppm:-"],
                                             check=True, capture_output=True).stdout)

    def save(self, path):
        pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["convert", "ppm:-", str(path)], check=True,
                       input=b"P6 %d %d 255\n" % (self.width, self.height) + self.pixels)

    def scaled(self, width, height):
        scaled = subprocess.run(["convert", "ppm:-", "-resize", f"{width}x{height}!", "-depth", "8", "ppm:-"], check=True,
                                capture_output=True, input=b"P6 %d %d 255\n" % (self.width, self.height) + self.pixels)
        return Picture.of_ppm(scaled.stdout)

    def grid(self):
        """Samples, row by row: a list of (red, green, blue)."""
        samples, row = [], self.width * 3
        for y in range(0, self.height, STEP):
            line = self.pixels[y * row:(y + 1) * row]
            samples += zip(line[0::3 * STEP], line[1::3 * STEP], line[2::3 * STEP])
        return samples

    def colours(self):
        return len(set(self.grid()))

    def lit(self):
        """The share that is not black."""
        samples = self.grid()
        return sum(max(sample) > 24 for sample in samples) / len(samples)


def difference(one, other):
    """The share of the grid where two pictures have another colour: 0 alike, 1 nothing alike."""
    if (one.width, one.height) != (other.width, other.height):
        return 1.0
    pairs = list(zip(one.grid(), other.grid()))
    return sum(max(abs(a - b) for a, b in zip(left, right)) > FAR for left, right in pairs) / len(pairs)
