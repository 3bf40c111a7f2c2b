"""The passwords everybody tries first, here and abroad. A list of its own, for whoever adds one more."""

FIRST_GUESSES = frozenset(
    """
    password password1 password12 password123 password1234 passw0rd passw0rd1 p@ssw0rd p@ssword p@ssw0rd1
    12345678 123456789 1234567890 01234567 0123456789 87654321 987654321 9876543210 123456789a a123456789
    11223344 1122334455 12344321 123123123 12121212 11112222 12341234 147258369 147852369 159357456 741852963
    789456123 963852741 14725836 112233445566 5201314520 52013145 520131400 13145200 1314520520
    qwertyui qwertyuiop qwerty123 qwerty12 qwer1234 1qaz2wsx 1q2w3e4r 1q2w3e4r5t 1qazxsw2 q1w2e3r4 qazwsxedc
    zxcvbnm1 zxcvbnm123 asdfghjk asdfghjkl asdf1234 zaq12wsx qweasdzxc qweasd123 zxc123456 asd123456 qwe123456
    abcd1234 abc12345 abc123456 abcdefgh a1b2c3d4 aa123456 aa12345678 a1234567 a12345678 abc123abc aaa123456
    iloveyou iloveyou1 woaini123 woaini520 woaini1314 woaiwojia woaini521 5201314a a5201314
    admin123 admin1234 admin12345 admin888 admin@123 administrator adminadmin root1234 root12345 rootroot
    test1234 test12345 testtest guest123 user1234 welcome1 welcome123 letmein1 changeme changeme1 changeme123
    default1 system123 manager1 master123 superman sunshine princess football baseball dragon123 monkey123
    gonghui123 zonggonghui laomo123 laodongmofan shizonggonghui chuangxin123 gongzuoshi jiangxin jiangxin123
    """.split()
)
