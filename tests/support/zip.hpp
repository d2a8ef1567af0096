#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

/// The CRC of zip and gzip (ISO 3309).
inline std::uint32_t crc32_of(const std::string& bytes)
{
    std::uint32_t crc = ~0U;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
        }
    }
    return ~crc;
}

/// A zip archive of files (name, bytes), stored without compression. With `utf8_names` false it does not say in what
/// encoding its names are, as Windows' own archives do not.
inline std::string zip_bytes(const std::vector<std::pair<std::string, std::string>>& files,
                             bool utf8_names = true)
{
    std::string archive;
    std::string directory;
    const auto put = [](std::string& out, std::uint64_t number, int bytes) {
        for (int i = 0; i < bytes; ++i) {
            out += static_cast<char>(number >> (8 * i));
        }
    };
    for (const auto& [name, bytes] : files) {
        std::string common; // what the local header and the directory both say
        put(common, 10, 2);
        put(common, utf8_names ? 0x0800 : 0, 2);
        put(common, 0, 2);
        put(common, 0x00210000, 4);
        put(common, crc32_of(bytes), 4);
        put(common, bytes.size(), 4);
        put(common, bytes.size(), 4);
        put(common, name.size(), 2);
        put(common, 0, 2);
        put(directory, 0x02014B50, 4);
        put(directory, 10, 2);
        directory += common;
        directory.append(10, '\0'); // no comment, first disk, no attributes
        put(directory, archive.size(), 4);
        directory += name;
        put(archive, 0x04034B50, 4);
        archive += common + name + bytes;
    }
    std::string end;
    put(end, 0x06054B50, 4);
    put(end, 0, 4);
    put(end, files.size(), 2);
    put(end, files.size(), 2);
    put(end, directory.size(), 4);
    put(end, archive.size(), 4);
    put(end, 0, 2);
    return archive + directory + end;
}
