"""A picture of the guest's screen, and how alike two pictures are. Pixels decide, never a log."""
import pathlib
import subprocess

STEP = 4  # of the grid that is compared: each fourth pixel of each fourth row
FAR = 40  # a channel that is further off than this is another colour (of 255)
DARK = 24  # a channel of black is at most this bright


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
        # Triangle: no brighter or darker seams beside an edge.
        scaled = subprocess.run(["convert", "ppm:-", "-filter", "Triangle", "-resize", f"{width}x{height}!", "-depth", "8", "ppm:-"],
                                check=True, capture_output=True, input=b"P6 %d %d 255\n" % (self.width, self.height) + self.pixels)
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
        return sum(max(sample) > DARK for sample in samples) / len(samples)

    def is_black(self):
        """Not one pixel is lit."""
        return max(self.pixels) <= DARK


class Reference:
    """What a picture shall be to the pixel, but for how an edge falls between two: each channel may be as bright as the
    brightest of its 3 x 3 neighbours, or as dark as the darkest. So the same picture scaled by another program counts as the
    same, and one letter or a cursor does not."""

    def __init__(self, picture):
        self.picture = picture
        self.least = self._of_neighbours("Erode").translate(bytes(max(value - FAR, 0) for value in range(256)))
        self.most = self._of_neighbours("Dilate").translate(bytes(min(value + FAR, 255) for value in range(256)))

    def _of_neighbours(self, way):
        ppm = b"P6 %d %d 255\n" % (self.picture.width, self.picture.height) + self.picture.pixels
        return Picture.of_ppm(subprocess.run(["convert", "ppm:-", "-morphology", way, "Square:1", "-depth", "8", "ppm:-"],
                                             check=True, capture_output=True, input=ppm).stdout).pixels

    def strange(self, picture):
        """The pixels of `picture` that are neither: a set of (x, y). Of another size: all."""
        width, height, row = picture.width, picture.height, picture.width * 3
        if (width, height) != (self.picture.width, self.picture.height):
            return {(x, y) for y in range(height) for x in range(width)}
        found = set()
        for y in range(height):
            part = slice(y * row, (y + 1) * row)
            line = picture.pixels[part]
            if line == self.picture.pixels[part]:
                continue
            for at, (value, least, most) in enumerate(zip(line, self.least[part], self.most[part])):
                if value < least or value > most:
                    found.add((at // 3, y))
        return found


def difference(one, other):
    """The share of the grid where two pictures have another colour: 0 alike, 1 nothing alike."""
    if (one.width, one.height) != (other.width, other.height):
        return 1.0
    pairs = list(zip(one.grid(), other.grid()))
    return sum(max(abs(a - b) for a, b in zip(left, right)) > FAR for left, right in pairs) / len(pairs)
